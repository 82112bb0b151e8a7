package org.ocellus.image;

/** Resizing by picking samples; positions are summed as in Pillow's ImagingScaleAffine. */
final class NearestResize {

  private NearestResize() {}

  /** The part {@code w x h} at (x, y) of the picture resized to {@code width x height}. */
  static RgbImage resize(RgbImage image, int width, int height, int x, int y, int w, int h) {
    int[] columns = positions(image.width(), width, x, x + w);
    int[] rows = positions(image.height(), height, y, y + h);
    byte[] in = image.rgb();
    byte[] out = new byte[Math.toIntExact(3L * w * h)];
    int to = 0;
    for (int row : rows) {
      int start = 3 * row * image.width();
      for (int column : columns) {
        int from = start + 3 * column;
        out[to++] = in[from];
        out[to++] = in[from + 1];
        out[to++] = in[from + 2];
      }
    }
    return new RgbImage(w, h, out);
  }

  private static int[] positions(int inSize, int outSize, int begin, int end) {
    double scale = (double) inSize / outSize;
    double at = scale * 0.5;
    int[] result = new int[end - begin];
    for (int i = 0; i < end; i++) {
      if (i >= begin) {
        result[i - begin] = Math.min(inSize - 1, (int) at);
      }
      at += scale; // summed, not multiplied: Pillow's rounding
    }
    return result;
  }
}
