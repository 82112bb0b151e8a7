package org.ocellus.image;

import java.util.Arrays;

/**
 * A 64-bit hash that similar-looking pictures share: scaled, recompressed or slightly brightened
 * copies differ in few bits, other pictures in about 32.
 *
 * <p>Source: C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions"
 * (2010), the DCT hash, as in the pHash library: the picture as 32 x 32 luma, its DCT-II, the 8 x 8
 * coefficients at rows and columns 1 to 8 (so without the constant term), each compared with their
 * median. Instead of a 7 x 7 mean filter before picking samples the mean of each sample's area is
 * taken, so hashes are not comparable with other programs'.
 */
public final class PerceptualHash {

  private static final int SIDE = 32;
  private static final int LOW = 8;

  /** Below this a difference is rounding; pictures of one colour must not hash their noise. */
  private static final double NOISE = 1e-6;

  /** Row k - 1 holds the DCT-II basis of frequency k, 1 to 8, over 32 samples. */
  private static final double[][] BASIS = basis();

  private PerceptualHash() {}

  /** The hash; the first coefficient of the first row is the highest bit. */
  public static long of(RgbImage image) {
    double[] low = lowFrequencies(AreaLuma.of(image, SIDE));
    double[] sorted = low.clone();
    Arrays.sort(sorted);
    double median = (sorted[31] + sorted[32]) / 2;
    long hash = 0;
    for (double coefficient : low) {
      hash = hash << 1 | (coefficient > median + NOISE ? 1 : 0);
    }
    return hash;
  }

  /** In how many of the 64 bits two hashes differ. */
  public static int distance(long a, long b) {
    return Long.bitCount(a ^ b);
  }

  private static double[][] basis() {
    double[][] basis = new double[LOW][SIDE];
    for (int k = 0; k < LOW; k++) {
      for (int i = 0; i < SIDE; i++) {
        basis[k][i] =
            Math.sqrt(2.0 / SIDE) * StrictMath.cos((2 * i + 1) * (k + 1) * Math.PI / (2 * SIDE));
      }
    }
    return basis;
  }

  private static double[] lowFrequencies(double[] luma) {
    double[] low = new double[LOW * LOW];
    for (int u = 0; u < LOW; u++) {
      double[] column = new double[SIDE];
      for (int i = 0; i < luma.length; i++) {
        column[i / SIDE] += luma[i] * BASIS[u][i % SIDE];
      }
      for (int v = 0; v < LOW; v++) {
        for (int y = 0; y < SIDE; y++) {
          low[v * LOW + u] += column[y] * BASIS[v][y];
        }
      }
    }
    return low;
  }
}
