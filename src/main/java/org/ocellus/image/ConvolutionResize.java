package org.ocellus.image;

import java.util.Arrays;

/** Resizing in two passes of fixed-point convolution, as Pillow's ImagingResampleInner does it. */
final class ConvolutionResize {

  private static final int HALF = 1 << (Weights.PRECISION - 1);

  private static final long HALVES = (long) HALF << 32 | HALF;

  private ConvolutionResize() {}

  /** The part {@code w x h} at (x, y) of the picture resized to {@code width x height}. */
  static RgbImage resize(
      RgbImage image, int width, int height, int x, int y, int w, int h, Resampling filter) {
    if (height == image.height()) {
      return new RgbImage(w, h, columns(image, width, x, w, y, y + h, filter));
    }
    // Rows that the vertical pass never reads are left out.
    Weights rows = Weights.of(image.height(), height, y, y + h, filter);
    byte[] samples = columns(image, width, x, w, rows.start(), rows.end(), filter);
    return new RgbImage(w, h, vertical(samples, rows.start(), w, rows));
  }

  /** The rows from {@code from} to before {@code to}, and of them the columns asked for. */
  private static byte[] columns(
      RgbImage image, int width, int x, int w, int from, int to, Resampling filter) {
    if (width == image.width()) {
      return image.window(x, from, w, to - from).rgb();
    }
    Weights weights = Weights.of(image.width(), width, x, x + w, filter);
    return filter == Resampling.BOX
        ? means(image, from, to, weights)
        : horizontal(image, from, to, weights);
  }

  /** The horizontal pass of samples that all weigh the same: one product for each sum. */
  private static byte[] means(RgbImage image, int from, int to, Weights weights) {
    int width = weights.first().length;
    byte[] in = image.rgb();
    byte[] out = new byte[Math.toIntExact(3L * width * (to - from))];
    int at = 0;
    for (int y = from; y < to; y++) {
      int row = 3 * y * image.width();
      for (int x = 0; x < width; x++) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int source = row + 3 * weights.first()[x];
        for (int end = source + 3 * weights.count()[x]; source < end; source += 3) {
          red += in[source] & 0xFF;
          green += in[source + 1] & 0xFF;
          blue += in[source + 2] & 0xFF;
        }
        int weight = weights.value()[x * weights.stride()];
        out[at++] = clamp(HALF + red * weight);
        out[at++] = clamp(HALF + green * weight);
        out[at++] = clamp(HALF + blue * weight);
      }
    }
    return out;
  }

  private static byte[] horizontal(RgbImage image, int from, int to, Weights weights) {
    int width = weights.first().length;
    byte[] out = new byte[Math.toIntExact(3L * width * (to - from))];
    int left = 3 * weights.start();
    long[] two = new long[3 * weights.end() - left];
    for (int y = from; y < to; y += 2) {
      // The last of an odd number goes with itself.
      int below = Math.min(y + 1, to - 1);
      int row = 3 * image.width();
      interleave(image.rgb(), y * row + left, below * row + left, two);
      horizontal(two, weights, out, 3 * width * (y - from), 3 * width * (below - from));
    }
    return out;
  }

  /** Samples of two rows, those of the second 32 bits higher. */
  private static void interleave(byte[] in, int first, int second, long[] two) {
    for (int i = 0; i < two.length; i++) {
      two[i] = in[first + i] & 0xFFL | (in[second + i] & 0xFFL) << 32;
    }
  }

  /** Each sum is that of two rows, both ints; a negative low one borrowed one from the high. */
  private static void horizontal(long[] in, Weights weights, byte[] out, int to, int toBelow) {
    int[] first = weights.first();
    int[] count = weights.count();
    int[] value = weights.value();
    int at = to;
    int atBelow = toBelow;
    for (int x = 0; x < first.length; x++) {
      long red = HALVES;
      long green = HALVES;
      long blue = HALVES;
      int from = 3 * (first[x] - weights.start());
      int row = x * weights.stride();
      for (int k = 0; k < count[x]; k++) {
        long weight = value[row + k];
        int source = from + 3 * k;
        red += in[source] * weight;
        green += in[source + 1] * weight;
        blue += in[source + 2] * weight;
      }
      out[at++] = clamp((int) red);
      out[at++] = clamp((int) green);
      out[at++] = clamp((int) blue);
      out[atBelow++] = clamp(above(red));
      out[atBelow++] = clamp(above(green));
      out[atBelow++] = clamp(above(blue));
    }
  }

  private static int above(long sums) {
    return (int) (sums - (int) sums >> 32);
  }

  private static byte[] vertical(byte[] in, int firstRow, int width, Weights weights) {
    int height = weights.first().length;
    int row = 3 * width;
    byte[] out = new byte[Math.toIntExact((long) row * height)];
    int[] sums = new int[row];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < weights.count()[y]; k++) {
        int weight = weights.value()[y * weights.stride() + k];
        int source = (weights.first()[y] + k - firstRow) * row;
        for (int i = 0; i < row; i++) {
          sums[i] += (in[source + i] & 0xFF) * weight;
        }
      }
      for (int i = 0; i < row; i++) {
        out[y * row + i] = clamp(sums[i]);
      }
    }
    return out;
  }

  private static byte clamp(int sum) {
    int value = sum >> Weights.PRECISION;
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
