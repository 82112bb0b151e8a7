package org.ocellus.image;

/** Resizing by picking samples; positions are summed as in Pillow's ImagingScaleAffine. */
final class NearestResize {

  private NearestResize() {}

  static RgbImage resize(RgbImage image, int width, int height) {
    int[] columns = positions(image.width(), width);
    int[] rows = positions(image.height(), height);
    byte[] in = image.rgb();
    byte[] out = new byte[Math.toIntExact(3L * width * height)];
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
    return new RgbImage(width, height, out);
  }

  private static int[] positions(int inSize, int outSize) {
    double scale = (double) inSize / outSize;
    double at = scale * 0.5;
    int[] result = new int[outSize];
    for (int i = 0; i < outSize; i++) {
      result[i] = Math.min(inSize - 1, (int) at);
      at += scale; // summed, not multiplied: Pillow's rounding
    }
    return result;
  }
}
