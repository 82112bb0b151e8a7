package org.ocellus.image;

import java.util.Arrays;
import java.util.List;

/**
 * The weights of a {@link Filter}, row by row from the top left.
 *
 * @param rows height, at least 1
 * @param cols width, at least 1
 * @param values {@code rows * cols} finite weights; copied on the way in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record Kernel(int rows, int cols, float[] values) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a side is below 1, or values are too few, too many, or not
   *     finite
   */
  public Kernel {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException(
          "a kernel's rows and cols must be >= 1, got " + rows + " x " + cols);
    }
    if (values.length != (long) rows * cols) {
      throw new IllegalArgumentException(
          "a kernel of %d x %d needs %d values, got %d"
              .formatted(rows, cols, (long) rows * cols, values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a kernel's values must be finite, got " + value);
      }
    }
    values = values.clone();
  }

  /**
   * Differences between the rows above and below: horizontal edges. Prewitt (1970), sign as here.
   */
  public static Kernel highPassHorizontal() {
    return of(3, 1, 1, 1, 0, 0, 0, -1, -1, -1);
  }

  /** Differences between left and right: vertical edges; {@link #highPassHorizontal} transposed. */
  public static Kernel highPassVertical() {
    return highPassHorizontal().transposed();
  }

  /**
   * Gradient to the right, smoothed down the columns. Sobel and Feldman (1968), in Duda and Hart,
   * "Pattern Classification and Scene Analysis" (1973), p. 271.
   */
  public static Kernel sobelX() {
    return of(3, -1, 0, 1, -2, 0, 2, -1, 0, 1);
  }

  /** Gradient downwards; {@link #sobelX} transposed. */
  public static Kernel sobelY() {
    return sobelX().transposed();
  }

  /**
   * Second derivative over four neighbours. Gonzalez and Woods, "Digital Image Processing", 4th
   * ed., section 3.6.
   */
  public static Kernel laplacian() {
    return of(3, 0, 1, 0, 1, -4, 1, 0, 1, 0);
  }

  /**
   * The binomial smoothing (1 2 1)&times;(1 2 1) / 16. Burt, "Fast filter transforms for image
   * processing" (1981).
   */
  public static Kernel gaussian() {
    return of(3, 1 / 16f, 1 / 8f, 1 / 16f, 1 / 8f, 1 / 4f, 1 / 8f, 1 / 16f, 1 / 8f, 1 / 16f);
  }

  /**
   * Gaussian smoothing, sampled out to {@code ceil(3 * sigma)} from the centre and scaled to a sum
   * of 1. Gonzalez and Woods, section 3.5.
   *
   * @param sigma standard deviation in pixels, above 0
   * @throws IllegalArgumentException if sigma is not a number above 0 and up to 100
   */
  public static Kernel gaussian(double sigma) {
    requirePositive("sigma", sigma, 100);
    int radius = (int) Math.ceil(3 * sigma);
    int side = 2 * radius + 1;
    double[] line = new double[side];
    double sum = 0;
    for (int i = 0; i < side; i++) {
      line[i] = Math.exp(-(double) (i - radius) * (i - radius) / (2 * sigma * sigma));
      sum += line[i];
    }
    float[] values = new float[side * side];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (line[i / side] * line[i % side] / (sum * sum));
    }
    return new Kernel(side, side, values);
  }

  /**
   * The orthonormal two-dimensional Haar set of 2 x 2 samples: mean, left minus right, top minus
   * bottom, diagonal. Mallat, "A theory for multiresolution signal decomposition" (1989); with
   * stride 2 one level of the wavelet transform.
   */
  public static List<Kernel> haar() {
    return List.of(
        of(2, 0.5f, 0.5f, 0.5f, 0.5f),
        of(2, 0.5f, -0.5f, 0.5f, -0.5f),
        of(2, 0.5f, 0.5f, -0.5f, -0.5f),
        of(2, 0.5f, -0.5f, -0.5f, 0.5f));
  }

  /** The even (cosine) Gabor kernel: {@link #gabor(double, double, double, double, double)}. */
  public static Kernel gabor(double theta, double lambda, double sigma, double gamma) {
    return gabor(theta, lambda, sigma, gamma, 0);
  }

  /**
   * The Gabor kernel {@code exp(-(x'^2 + gamma^2 y'^2) / (2 sigma^2)) cos(2 pi x' / lambda + psi)}
   * with {@code x' = x cos theta + y sin theta}, {@code y' = y cos theta - x sin theta}, x to the
   * right, y downwards, cut where the envelope has fallen to three deviations. Not normalised.
   * Daugman, JOSA A 2 (1985); the parameters as in Petkov, Biol. Cybern. 76 (1997).
   *
   * @param theta direction across the stripes in degrees; 0 gives upright stripes
   * @param lambda wavelength in pixels, above 0
   * @param sigma deviation of the envelope across the stripes in pixels, above 0
   * @param gamma how much narrower the envelope is along the stripes, above 0
   * @param psi phase in degrees; 0 is even, 90 odd
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static Kernel gabor(double theta, double lambda, double sigma, double gamma, double psi) {
    requirePositive("lambda", lambda, Double.MAX_VALUE);
    requirePositive("sigma", sigma, 100);
    requirePositive("gamma", gamma, Double.MAX_VALUE);
    requireFinite("theta", theta);
    requireFinite("psi", psi);
    double cos = Math.cos(Math.toRadians(theta));
    double sin = Math.sin(Math.toRadians(theta));
    double along = 3 * Math.min(100, sigma / gamma);
    int right =
        (int) Math.max(1, Math.rint(Math.max(Math.abs(3 * sigma * cos), Math.abs(along * sin))));
    int down =
        (int) Math.max(1, Math.rint(Math.max(Math.abs(3 * sigma * sin), Math.abs(along * cos))));
    float[] values = new float[(2 * down + 1) * (2 * right + 1)];
    int at = 0;
    for (int y = -down; y <= down; y++) {
      for (int x = -right; x <= right; x++) {
        double across = x * cos + y * sin;
        double beside = gamma * (y * cos - x * sin);
        double envelope = Math.exp(-(across * across + beside * beside) / (2 * sigma * sigma));
        double phase = 2 * Math.PI * across / lambda + Math.toRadians(psi);
        values[at++] = (float) (envelope * Math.cos(phase));
      }
    }
    return new Kernel(2 * down + 1, 2 * right + 1, values);
  }

  /**
   * A basis picture of the orthonormal DCT-II. Ahmed, Natarajan and Rao, "Discrete Cosine
   * Transform" (1974); for n = 8 that of JPEG (ITU-T T.81, A.3.3).
   *
   * @param u horizontal frequency, 0 to n - 1
   * @param v vertical frequency, 0 to n - 1
   * @param n side, 1 to 64
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static Kernel dct(int u, int v, int n) {
    if (n < 1 || n > 64 || u < 0 || u >= n || v < 0 || v >= n) {
      throw new IllegalArgumentException(
          "dct needs n from 1 to 64 and u, v from 0 to n - 1, got u %d, v %d, n %d"
              .formatted(u, v, n));
    }
    double scale = (u == 0 ? 1 : Math.sqrt(2)) * (v == 0 ? 1 : Math.sqrt(2)) / n;
    float[] values = new float[n * n];
    for (int i = 0; i < values.length; i++) {
      double horizontal = Math.cos((2 * (i % n) + 1) * u * Math.PI / (2 * n));
      double vertical = Math.cos((2 * (i / n) + 1) * v * Math.PI / (2 * n));
      values[i] = (float) (scale * horizontal * vertical);
    }
    return new Kernel(n, n, values);
  }

  private static Kernel of(int cols, float... values) {
    return new Kernel(values.length / cols, cols, values);
  }

  private static void requireFinite(String parameter, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(parameter + " must be a finite number, got " + value);
    }
  }

  private static void requirePositive(String parameter, double value, double most) {
    if (!(value > 0 && value <= most)) {
      throw new IllegalArgumentException(
          parameter
              + " must be above 0"
              + (most == Double.MAX_VALUE ? "" : " and at most " + most)
              + ", got "
              + value);
    }
  }

  /** A copy of the weights. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /**
   * The weight at a row and a column.
   *
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public float at(int row, int col) {
    if (row < 0 || row >= rows || col < 0 || col >= cols) {
      throw new IndexOutOfBoundsException(
          "no row %d and column %d in a kernel of %d x %d".formatted(row, col, rows, cols));
    }
    return values[row * cols + col];
  }

  /** Rows and columns exchanged. */
  public Kernel transposed() {
    float[] result = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int col = 0; col < cols; col++) {
        result[col * rows + row] = at(row, col);
      }
    }
    return new Kernel(cols, rows, result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Kernel that
        && rows == that.rows
        && cols == that.cols
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + cols) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Kernel[" + rows + " x " + cols + " " + Arrays.toString(values) + "]";
  }
}
