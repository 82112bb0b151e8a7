package org.ocellus.trainer.augmentation;

/** Gaussian blur of square pictures, interleaved RGB; the border is repeated. */
final class Blur {
  /** Below this a neighbour's weight is less than a thousandth of a grey value's step. */
  private static final double LEAST = 0.25;

  private Blur() {}

  /**
   * Blurs a picture in place.
   *
   * @param deviation in pixels
   */
  static void apply(float[] rgb, int size, double deviation) {
    if (deviation < LEAST) {
      return;
    }
    float[] kernel = kernel(deviation);
    float[] across = new float[rgb.length];
    for (int y = 0; y < size; y++) {
      line(rgb, across, 3 * y * size, 3, size, kernel);
    }
    for (int x = 0; x < size; x++) {
      line(across, rgb, 3 * x, 3 * size, size, kernel);
    }
  }

  /** One row or column: {@code size} pixels from index {@code from}, {@code step} apart. */
  private static void line(float[] in, float[] out, int from, int step, int size, float[] kernel) {
    int radius = kernel.length / 2;
    for (int i = 0; i < size; i++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = 0; k < kernel.length; k++) {
        int at = from + step * Math.clamp(i + k - radius, 0, size - 1);
        red += kernel[k] * in[at];
        green += kernel[k] * in[at + 1];
        blue += kernel[k] * in[at + 2];
      }
      int to = from + step * i;
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
    }
  }

  private static float[] kernel(double deviation) {
    int radius = (int) Math.ceil(3 * deviation);
    float[] kernel = new float[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      double weight = Math.exp(-0.5 * i * i / (deviation * deviation));
      kernel[i + radius] = (float) weight;
      sum += weight;
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= (float) sum;
    }
    return kernel;
  }
}
