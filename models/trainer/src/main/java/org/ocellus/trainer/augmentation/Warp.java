package org.ocellus.trainer.augmentation;

import org.jspecify.annotations.Nullable;

/**
 * Resamples square RGB pictures under a homography: bilinear, the mean of several samples where the
 * picture shrinks. Outside of the picture its border is repeated, or another picture shows.
 */
final class Warp {
  /** Samples along each side of a pixel, at most. */
  private static final int MOST = 6;

  private final byte[] source;
  private final int size;
  private final byte @Nullable [] background;

  /**
   * Prepares a picture.
   *
   * @param source {@code size·size·3} bytes
   * @param background another picture of that size, or null
   */
  Warp(byte[] source, int size, byte @Nullable [] background) {
    this.source = source;
    this.size = size;
    this.background = background;
  }

  /**
   * Writes the resampled picture.
   *
   * @param picture map from the new picture to the source, both from −1 to 1
   * @param behind the same to the background
   * @param out takes {@code side·side·3} samples 0…255
   */
  void apply(Homography picture, Homography behind, float[] out, int side) {
    double each = 2.0 / side;
    Homography units = Homography.stretch(each, each, each / 2 - 1, each / 2 - 1);
    double half = size / 2.0;
    Homography pixels = Homography.stretch(half, half, half - 0.5, half - 0.5);
    Homography toSource = pixels.after(picture).after(units);
    Homography toBackground = pixels.after(behind).after(units);
    int samples = samples(toSource, side);
    int o = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++, o += 3) {
        pixel(x, y, toSource, toBackground, samples, out, o);
      }
    }
  }

  private void pixel(
      int x, int y, Homography toSource, Homography toBackground, int samples, float[] out, int o) {
    float weight = 1f / (samples * samples);
    out[o] = 0;
    out[o + 1] = 0;
    out[o + 2] = 0;
    for (int j = 0; j < samples; j++) {
      double py = y + (j + 0.5) / samples - 0.5;
      for (int i = 0; i < samples; i++) {
        double px = x + (i + 0.5) / samples - 0.5;
        double u = toSource.x(px, py);
        double v = toSource.y(px, py);
        if (background != null && (isOutside(u) || isOutside(v))) {
          add(background, toBackground.x(px, py), toBackground.y(px, py), weight, out, o);
        } else {
          add(source, u, v, weight, out, o);
        }
      }
    }
  }

  private boolean isOutside(double place) {
    return place < -0.5 || place > size - 0.5;
  }

  private void add(byte[] picture, double u, double v, float weight, float[] out, int o) {
    double cx = Math.clamp(u, 0.0, size - 1.0);
    double cy = Math.clamp(v, 0.0, size - 1.0);
    int x = (int) cx;
    int y = (int) cy;
    int right = x + 1 < size ? 3 : 0;
    int below = y + 1 < size ? 3 * size : 0;
    float fx = (float) (cx - x);
    float fy = (float) (cy - y);
    int at = 3 * (y * size + x);
    for (int c = 0; c < 3; c++, at++) {
      float a = picture[at] & 0xFF;
      float b = picture[at + right] & 0xFF;
      float d = picture[at + below] & 0xFF;
      float e = picture[at + below + right] & 0xFF;
      float top = a + (b - a) * fx;
      float bottom = d + (e - d) * fx;
      out[o + c] += weight * (top + (bottom - top) * fy);
    }
  }

  /** As many as source pixels lie between two neighbours, where they lie farthest apart. */
  private static int samples(Homography map, int side) {
    double farthest = 1;
    for (int corner = 0; corner < 4; corner++) {
      double x = corner % 2 * (side - 1);
      double y = corner / 2 * (side - 1);
      double dx =
          Math.hypot(map.x(x + 0.5, y) - map.x(x - 0.5, y), map.y(x + 0.5, y) - map.y(x - 0.5, y));
      double dy =
          Math.hypot(map.x(x, y + 0.5) - map.x(x, y - 0.5), map.y(x, y + 0.5) - map.y(x, y - 0.5));
      farthest = Math.max(farthest, Math.max(dx, dy));
    }
    return (int) Math.min(MOST, Math.round(farthest));
  }
}
