package org.ocellus.trainer.quantisation;

import java.util.function.Function;

/**
 * How often a value of the graph was how large, first by {@link #widen} and then, for the same
 * numbers once more, by {@link #count}. For use by one thread.
 */
final class Histogram {
  private static final int BINS = 2048;

  /** Ends tried: these parts of the outermost. */
  private static final int SMALLEST_PERCENT = 20;

  private static final int STEP_PERCENT = 2;

  private float low;
  private float high;
  private final long[] bins = new long[BINS];

  /** Looks how far numbers reach. */
  void widen(float[] numbers) {
    for (float number : numbers) {
      low = Math.min(low, number);
      high = Math.max(high, number);
    }
  }

  /** Counts numbers that it was widened to. */
  void count(float[] numbers) {
    double binsPerUnit = high > low ? BINS / ((double) high - low) : 0;
    for (float number : numbers) {
      bins[(int) Math.min(BINS - 1, (number - low) * binsPerUnit)]++;
    }
  }

  /**
   * The range whose 256 steps are off least, by the mean square: a smaller one than the numbers
   * reach has finer steps, but cuts the rare large ones. The upper end is chosen first.
   *
   * @throws IllegalArgumentException if a number was not finite
   */
  Range best() {
    float top = least(part -> new Range(low, part * high)).high();
    return least(part -> new Range(part * low, top));
  }

  private Range least(Function<Float, Range> candidate) {
    Range best = candidate.apply(1f);
    double least = error(best);
    for (int percent = SMALLEST_PERCENT; percent < 100; percent += STEP_PERCENT) {
      Range range = candidate.apply(percent / 100f);
      double error = error(range);
      if (error < least) {
        least = error;
        best = range;
      }
    }
    return best;
  }

  private double error(Range range) {
    double width = ((double) high - low) / BINS;
    double sum = 0;
    for (int i = 0; i < BINS; i++) {
      if (bins[i] > 0) {
        double number = low + (i + 0.5) * width;
        double error = number - range.nearest(number);
        sum += bins[i] * error * error;
      }
    }
    return sum;
  }
}
