package org.ocellus.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The mean luma (ITU-R BT.601) of each area of a grid laid on a picture: of the samples whose
 * centres lie in it, or, where the grid is finer than the picture, of the one under its centre.
 */
final class AreaLuma {

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Every other of eight samples, each with 16 bits for its sum. */
  private static final long EVEN = 0x00FF00FF00FF00FFL;

  /** So many samples of 255 fit in 16 bits. */
  private static final int MOST_ROWS = 257;

  private AreaLuma() {}

  /** Row by row, {@code side} of them, 0 to 255. */
  static double[] of(RgbImage image, int side) {
    Weights columns = Weights.of(image.width(), side, 0, side, Resampling.BOX);
    Weights rows = Weights.of(image.height(), side, 0, side, Resampling.BOX);
    double[] luma = new double[side * side];
    long[] sums = new long[3 * image.width()];
    for (int y = 0; y < side; y++) {
      Arrays.fill(sums, 0);
      int end = rows.first()[y] + rows.count()[y];
      for (int row = rows.first()[y]; row < end; row += MOST_ROWS) {
        add(image, row, Math.min(row + MOST_ROWS, end), sums);
      }
      for (int x = 0; x < side; x++) {
        double samples = (double) columns.count()[x] * rows.count()[y];
        luma[y * side + x] = luma(sums, columns.first()[x], columns.count()[x]) / samples;
      }
    }
    return luma;
  }

  /** Adds up columns of a few rows, eight samples at a time. */
  private static void add(RgbImage image, int from, int to, long[] sums) {
    byte[] rgb = image.rgb();
    int width = sums.length;
    long[] even = new long[width / 8];
    long[] odd = new long[width / 8];
    for (int y = from; y < to; y++) {
      int row = y * width;
      for (int i = 0; i < even.length; i++) {
        long eight = (long) EIGHT.get(rgb, row + 8 * i);
        even[i] += eight & EVEN;
        odd[i] += eight >>> 8 & EVEN;
      }
      for (int i = 8 * even.length; i < width; i++) {
        sums[i] += rgb[row + i] & 0xFF;
      }
    }
    for (int i = 0; i < 8 * even.length; i++) {
      long four = i % 2 == 0 ? even[i / 8] : odd[i / 8];
      sums[i] += four >>> 16 * (i % 8 / 2) & 0xFFFF;
    }
  }

  private static double luma(long[] sums, int first, int count) {
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int i = 3 * first; i < 3 * (first + count); i += 3) {
      red += sums[i];
      green += sums[i + 1];
      blue += sums[i + 2];
    }
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }
}
