package org.ocellus.image;

import java.util.Arrays;

/**
 * Resizing in two passes of fixed-point convolution, as Pillow's ImagingResampleInner does it. A
 * row goes through the horizontal pass when the vertical one first needs it.
 */
final class ConvolutionResize {

  private static final int HALF = 1 << (Weights.PRECISION - 1);

  private static final long HALVES = (long) HALF << 32 | HALF;

  private final RgbImage image;
  private final Weights columns;
  private final boolean means;

  /** Samples of two rows, those of the second 32 bits higher, from the first column on. */
  private final long[] two;

  private ConvolutionResize(RgbImage image, Weights columns, boolean means) {
    this.image = image;
    this.columns = columns;
    this.means = means;
    this.two = new long[means ? 0 : 3 * (columns.end() - columns.start())];
  }

  /** The part {@code w x h} at (x, y) of the picture resized to {@code width x height}. */
  static RgbImage resize(
      RgbImage image, int width, int height, int x, int y, int w, int h, Resampling filter) {
    Weights columns = Weights.of(image.width(), width, x, x + w, filter);
    Weights rows = Weights.of(image.height(), height, y, y + h, filter);
    byte[] rgb = new ConvolutionResize(image, columns, filter == Resampling.BOX).vertical(rows);
    return new RgbImage(w, h, rgb);
  }

  private byte[] vertical(Weights rows) {
    int width = 3 * columns.first().length;
    byte[] out = new byte[Math.multiplyExact(width, rows.first().length)];
    // One more than an output needs, for they are made two at a time.
    int[][] kept = new int[rows.stride() + 1][width];
    int[] sums = new int[width];
    int made = rows.start();
    for (int y = 0; y < rows.first().length; y++) {
      int first = rows.first()[y];
      int end = first + rows.count()[y];
      for (; made < end; made += 2) {
        horizontal(made, kept[made % kept.length], kept[(made + 1) % kept.length]);
      }
      Arrays.fill(sums, HALF);
      for (int row = first; row < end; row++) {
        add(kept[row % kept.length], rows.value()[y * rows.stride() + row - first], sums);
      }
      for (int i = 0; i < width; i++) {
        out[y * width + i] = (byte) clamp(sums[i]);
      }
    }
    return out;
  }

  /** Vectorised by the compiler, for both are ints and counted alike. */
  private static void add(int[] row, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  /** The horizontal pass of a row and the one below it, if there is one. */
  private void horizontal(int y, int[] out, int[] outBelow) {
    int row = 3 * y * image.width();
    int below = y + 1 < image.height() ? row + 3 * image.width() : row;
    if (means) {
      means(row, out);
      means(below, outBelow);
    } else {
      interleave(row, below);
      convolve(out, outBelow);
    }
  }

  /** Samples that all weigh the same: one product for each sum. */
  private void means(int row, int[] out) {
    byte[] in = image.rgb();
    int at = 0;
    for (int x = 0; x < columns.first().length; x++) {
      int red = 0;
      int green = 0;
      int blue = 0;
      int source = row + 3 * columns.first()[x];
      for (int end = source + 3 * columns.count()[x]; source < end; source += 3) {
        red += in[source] & 0xFF;
        green += in[source + 1] & 0xFF;
        blue += in[source + 2] & 0xFF;
      }
      int weight = columns.value()[x * columns.stride()];
      out[at++] = clamp(HALF + red * weight);
      out[at++] = clamp(HALF + green * weight);
      out[at++] = clamp(HALF + blue * weight);
    }
  }

  private void interleave(int row, int below) {
    byte[] in = image.rgb();
    int left = 3 * columns.start();
    for (int i = 0; i < two.length; i++) {
      two[i] = in[row + left + i] & 0xFFL | (in[below + left + i] & 0xFFL) << 32;
    }
  }

  /** Each sum is that of two rows, both ints; a negative low one borrowed one from the high. */
  private void convolve(int[] out, int[] outBelow) {
    long[] in = two;
    int[] first = columns.first();
    int[] count = columns.count();
    int[] value = columns.value();
    int at = 0;
    for (int x = 0; x < first.length; x++) {
      long red = HALVES;
      long green = HALVES;
      long blue = HALVES;
      int from = 3 * (first[x] - columns.start());
      int row = x * columns.stride();
      for (int k = 0; k < count[x]; k++) {
        long weight = value[row + k];
        int source = from + 3 * k;
        red += in[source] * weight;
        green += in[source + 1] * weight;
        blue += in[source + 2] * weight;
      }
      out[at] = clamp((int) red);
      out[at + 1] = clamp((int) green);
      out[at + 2] = clamp((int) blue);
      outBelow[at] = clamp(above(red));
      outBelow[at + 1] = clamp(above(green));
      outBelow[at + 2] = clamp(above(blue));
      at += 3;
    }
  }

  private static int above(long sums) {
    return (int) (sums - (int) sums >> 32);
  }

  /** To a sample, 0 to 255. */
  private static int clamp(int sum) {
    return Math.max(0, Math.min(sum >> Weights.PRECISION, 255));
  }
}
