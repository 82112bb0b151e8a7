package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Something in front of the picture, and something bared around it: a rectangle of one colour, and
 * all that lies outside of four corners. A teacher sees the picture without. The colour is black as
 * often as any other grey or colour.
 *
 * @param probability how often, of either; always by default
 * @param largest greatest area of the rectangle, as a share of the picture's; 0.25 by default
 * @param frame how far inwards the corners may lie, as a share of a side; 0.15 by default
 */
public record Cover(@Nullable Double probability, @Nullable Double largest, @Nullable Double frame)
    implements Variation {
  /** Least area of the rectangle. */
  private static final double SMALLEST = 0.02;

  private static final int BLACK = 0;
  private static final int WHITE = 255;

  /** Checks the ranges. */
  public Cover {
    probability = within("cover.probability", probability, 1, 0, 1);
    largest = within("cover.largest", largest, 0.25, SMALLEST, 1);
    frame = within("cover.frame", frame, 0.15, 0, 0.45);
  }

  /**
   * Perhaps covers a picture.
   *
   * @param rgb {@code size·size·3} samples of 0…255
   */
  void apply(RandomGenerator random, float[] rgb, int size) {
    if (random.nextDouble() < probability) {
      rectangle(random, rgb, size);
    }
    if (random.nextDouble() < probability) {
      surroundings(random, rgb, size);
    }
  }

  private void rectangle(RandomGenerator random, float[] rgb, int size) {
    float[] colour = colour(random);
    int width = side(random, size);
    int height = side(random, size);
    int left = random.nextInt(size - width + 1);
    int top = random.nextInt(size - height + 1);
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        System.arraycopy(colour, 0, rgb, 3 * (y * size + x), 3);
      }
    }
  }

  private int side(RandomGenerator random, int size) {
    return (int) (size * between(Math.sqrt(SMALLEST), Math.sqrt(largest), random));
  }

  private void surroundings(RandomGenerator random, float[] rgb, int size) {
    float[] colour = colour(random);
    // Clockwise from the top left one.
    double[] x = new double[4];
    double[] y = new double[4];
    for (int c = 0; c < 4; c++) {
      double across = between(0, frame, random);
      double down = between(0, frame, random);
      x[c] = size * (c == 1 || c == 2 ? 1 - across : across);
      y[c] = size * (c >= 2 ? 1 - down : down);
    }
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        if (!isInside(x, y, column + 0.5, row + 0.5)) {
          System.arraycopy(colour, 0, rgb, 3 * (row * size + column), 3);
        }
      }
    }
  }

  /** Whether a point is to the right of all sides. */
  private static boolean isInside(double[] x, double[] y, double px, double py) {
    for (int c = 0; c < 4; c++) {
      int next = (c + 1) % 4;
      if ((x[next] - x[c]) * (py - y[c]) - (y[next] - y[c]) * (px - x[c]) < 0) {
        return false;
      }
    }
    return true;
  }

  private static float[] colour(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> new float[] {BLACK, BLACK, BLACK};
      case 1 -> {
        float grey = random.nextInt(WHITE + 1);
        yield new float[] {grey, grey, grey};
      }
      default ->
          new float[] {
            random.nextInt(WHITE + 1), random.nextInt(WHITE + 1), random.nextInt(WHITE + 1)
          };
    };
  }
}
