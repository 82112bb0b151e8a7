package org.ocellus.trainer.network;

/**
 * One number for each place of a sliding window and channel. Padding never counts; of a given
 * amount, at most half of the kernel is allowed.
 */
sealed interface Pooling extends Layer permits MaxPool, MinPool, MeanPool {
  /** Size of the window. */
  Extent kernel();

  /** Step of the window. */
  Extent stride();

  /** Padding around the input. */
  Padding padding();

  /** Checks the numbers. */
  static void check(Extent kernel, Extent stride, Padding padding) {
    kernel.atLeast(1, "'kernel'");
    stride.atLeast(1, "'stride'");
    Extent most = new Extent(kernel.height() / 2, kernel.width() / 2);
    if (padding.amount().height() > most.height() || padding.amount().width() > most.width()) {
      throw new IllegalArgumentException(
          "'padding' must be at most half of 'kernel' (" + most + "), got " + padding);
    }
  }

  @Override
  default String options() {
    return window().toString();
  }

  @Override
  default Window window() {
    return new Window(kernel(), stride(), padding(), Extent.ONE);
  }

  @Override
  default Shape output(Shape input) {
    Extent size = window().slide(input.planes(type()));
    return new Shape(input.channels(), size.height(), size.width());
  }
}
