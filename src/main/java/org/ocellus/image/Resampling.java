package org.ocellus.image;

/**
 * How new samples are computed from old ones when a picture is resized. Constants, kernels and
 * rounding are Pillow's ({@code Image.resize}; src/libImaging/Resample.c and Geometry.c), so that a
 * network sees here the samples it was trained on: the kernel is stretched by the shrink factor
 * (antialiasing), weights are fixed-point with 22 fractional bits, and 8-bit samples are rounded
 * between the horizontal pass, which comes first, and the vertical one.
 */
public enum Resampling {
  /** The sample under the new pixel's centre; no antialiasing. PIL code 0. */
  NEAREST(0, 0),
  /** Windowed sinc of three lobes. PIL code 1. */
  LANCZOS(1, 3),
  /** Triangle. PIL code 2. */
  BILINEAR(2, 1),
  /** Keys' cubic with a = -0.5. PIL code 3. */
  BICUBIC(3, 2),
  /** Mean of the samples under the new pixel. PIL code 4. */
  BOX(4, 0.5);

  private final int pil;
  private final double support;

  Resampling(int pil, double support) {
    this.pil = pil;
    this.support = support;
  }

  /**
   * The filter of a PIL code, as {@code preprocessor_config.json} holds it in {@code resample}.
   *
   * @throws IllegalArgumentException for codes other than 0 to 4
   */
  public static Resampling fromPil(int code) {
    for (Resampling filter : values()) {
      if (filter.pil == code) {
        return filter;
      }
    }
    throw new IllegalArgumentException(
        "resample must be 0 (nearest), 1 (lanczos), 2 (bilinear), 3 (bicubic) or 4 (box), got "
            + code);
  }

  /** The PIL code. */
  public int pil() {
    return pil;
  }

  /**
   * Resizes a picture without regard to its proportions; a picture that has the size already is
   * given back itself.
   *
   * @throws IllegalArgumentException if a side is below 1, or the result too large for a picture
   */
  public RgbImage resize(RgbImage image, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be >= 1, got " + width + " x " + height);
    }
    if (width == image.width() && height == image.height()) {
      return image;
    }
    // Rows are resized before columns.
    RgbImage.requireSize(width, Math.max(height, image.height()), "a picture resized");
    return resize(image, width, height, 0, 0, width, height);
  }

  /** The part {@code w x h} at (x, y) of the picture resized, of which no more is made. */
  RgbImage resize(RgbImage image, int width, int height, int x, int y, int w, int h) {
    return this == NEAREST
        ? NearestResize.resize(image, width, height, x, y, w, h)
        : ConvolutionResize.resize(image, width, height, x, y, w, h, this);
  }

  /** How far the kernel reaches from its centre, in samples of the larger grid. */
  double support() {
    return support;
  }

  /** The kernel's value at distance {@code x}. */
  double weight(double x) {
    return switch (this) {
      case NEAREST, BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
      case BILINEAR -> Math.max(0, 1 - Math.abs(x));
      case BICUBIC -> bicubic(Math.abs(x));
      case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double bicubic(double x) {
    final double a = -0.5;
    if (x < 1) {
      return ((a + 2) * x - (a + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }

  private static double sinc(double x) {
    if (x == 0) {
      return 1;
    }
    double angle = x * Math.PI;
    return Math.sin(angle) / angle;
  }
}
