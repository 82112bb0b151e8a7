package org.ocellus.trainer.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * Varies one square RGB picture and normalises it: from bytes in HWC order to floats in HWC order,
 * {@code (value · rescale − mean) / std}. One affine resampling (bilinear, borders repeated) does
 * crop, aspect, rotation and flip together. Safe for use by several threads.
 */
final class Augmenter {
  private final int size;
  private final Normalisation normalisation;

  /**
   * Creates an augmenter.
   *
   * @param size width and height of the pictures
   * @param normalisation how a value 0…255 becomes the network's input
   */
  Augmenter(int size, Normalisation normalisation) {
    this.size = size;
    this.normalisation = normalisation;
  }

  /**
   * Writes one varied picture.
   *
   * @param picture {@code size·size·3} bytes from index {@code from}
   * @param out takes {@code size·size·3} floats from index {@code to}
   */
  void apply(
      ByteBuffer picture,
      int from,
      Augmentation augmentation,
      RandomGenerator random,
      FloatBuffer out,
      int to) {
    Affine affine = Affine.random(size, augmentation, random);
    Jitter jitter = Jitter.random(augmentation.jitter(), random);
    float[] rgb = new float[3];
    int o = to;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        sample(picture, from, affine.x(x, y), affine.y(x, y), rgb);
        jitter.apply(rgb);
        for (int c = 0; c < 3; c++) {
          out.put(o++, normalisation.apply(rgb[c], c));
        }
      }
    }
    if (augmentation.erase() > 0 && random.nextDouble() < augmentation.erase()) {
      erase(random, out, to);
    }
  }

  private void sample(ByteBuffer picture, int from, double u, double v, float[] rgb) {
    double cx = Math.clamp(u, 0.0, size - 1.0);
    double cy = Math.clamp(v, 0.0, size - 1.0);
    int x0 = (int) cx;
    int y0 = (int) cy;
    int right = x0 + 1 < size ? 3 : 0;
    int below = y0 + 1 < size ? 3 * size : 0;
    float fx = (float) (cx - x0);
    float fy = (float) (cy - y0);
    int at = from + 3 * (y0 * size + x0);
    for (int c = 0; c < 3; c++, at++) {
      float a = picture.get(at) & 0xFF;
      float b = picture.get(at + right) & 0xFF;
      float d = picture.get(at + below) & 0xFF;
      float e = picture.get(at + below + right) & 0xFF;
      float top = a + (b - a) * fx;
      float bottom = d + (e - d) * fx;
      rgb[c] = top + (bottom - top) * fy;
    }
  }

  /** A rectangle of a tenth to a quarter of the picture becomes the mean colour, which is 0. */
  private void erase(RandomGenerator random, FloatBuffer out, int to) {
    int width = (int) (size * random.nextDouble(0.3, 0.5));
    int height = (int) (size * random.nextDouble(0.3, 0.5));
    int left = random.nextInt(size - width + 1);
    int top = random.nextInt(size - height + 1);
    for (int y = top; y < top + height; y++) {
      int row = to + 3 * (y * size + left);
      for (int i = 0; i < 3 * width; i++) {
        out.put(row + i, 0);
      }
    }
  }
}
