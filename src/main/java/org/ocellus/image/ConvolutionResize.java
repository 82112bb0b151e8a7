package org.ocellus.image;

/** Resizing in two passes of fixed-point convolution, as Pillow's ImagingResampleInner does it. */
final class ConvolutionResize {

  private static final int HALF = 1 << (Weights.PRECISION - 1);

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
    return width == image.width()
        ? image.window(x, from, w, to - from).rgb()
        : horizontal(image, from, to, Weights.of(image.width(), width, x, x + w, filter));
  }

  private static byte[] horizontal(RgbImage image, int from, int to, Weights weights) {
    int width = weights.first().length;
    byte[] in = image.rgb();
    byte[] out = new byte[Math.toIntExact(3L * width * (to - from))];
    int[] value = weights.value();
    int at = 0;
    for (int y = from; y < to; y++) {
      int row = 3 * y * image.width();
      for (int x = 0; x < width; x++) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int source = row + 3 * weights.first()[x];
        int k = x * weights.stride();
        for (int end = k + weights.count()[x]; k < end; k++, source += 3) {
          red += (in[source] & 0xFF) * value[k];
          green += (in[source + 1] & 0xFF) * value[k];
          blue += (in[source + 2] & 0xFF) * value[k];
        }
        out[at++] = clamp(red);
        out[at++] = clamp(green);
        out[at++] = clamp(blue);
      }
    }
    return out;
  }

  private static byte[] vertical(byte[] in, int firstRow, int width, Weights weights) {
    int height = weights.first().length;
    int row = 3 * width;
    byte[] out = new byte[Math.toIntExact((long) row * height)];
    int[] sums = new int[row];
    for (int y = 0; y < height; y++) {
      java.util.Arrays.fill(sums, HALF);
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
