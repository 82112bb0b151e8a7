package org.ocellus.trainer.augmentation;

import org.jspecify.annotations.Nullable;

/**
 * Resamples square RGB pictures under a homography: bilinear, the mean of several samples where the
 * picture shrinks. Outside of the picture its border is repeated, or another picture shows.
 *
 * <p>A pixel's three samples lie in one {@code long}, {@value #LANE} bits each, so that one
 * multiplication weights all three. Weights have {@value #FRACTION} bits.
 */
final class Warp {
  private static final int LANE = 21;
  private static final int MASK = (1 << LANE) - 1;
  private static final int FRACTION = 12;
  private static final int ONE = 1 << FRACTION;

  /** Samples along each side of a pixel, at most. */
  private static final int MOST = 6;

  private final int size;
  private final long[] picture;
  private final long @Nullable [] background;

  /**
   * Prepares a picture.
   *
   * @param picture {@code size·size·3} bytes
   * @param background another picture of that size, or null
   */
  Warp(byte[] picture, int size, byte @Nullable [] background) {
    this.size = size;
    this.picture = packed(picture);
    this.background = background == null ? null : packed(background);
  }

  private static long[] packed(byte[] rgb) {
    long[] pixels = new long[rgb.length / 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (rgb[3 * i] & 0xFFL) << 2 * LANE
              | (rgb[3 * i + 1] & 0xFFL) << LANE
              | rgb[3 * i + 2] & 0xFFL;
    }
    return pixels;
  }

  /**
   * Writes the resampled picture.
   *
   * @param toPicture map from the new picture to the source, both from −1 to 1
   * @param toBackground the same to the background
   * @param out takes {@code side·side·3} samples 0…255
   */
  void apply(Homography toPicture, Homography toBackground, float[] out, int side) {
    double each = 2.0 / side;
    Homography units = Homography.stretch(each, each, each / 2 - 1, each / 2 - 1);
    double half = size / 2.0;
    Homography pixels = Homography.stretch(half, half, half - 0.5, half - 0.5);
    Homography map = pixels.after(toPicture).after(units);
    Homography behind = pixels.after(toBackground).after(units);
    int samples = samples(map, side);
    int o = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++, o += 3) {
        pixel(x, y, samples, map, behind, out, o);
      }
    }
  }

  private void pixel(
      int x, int y, int samples, Homography map, Homography behind, float[] out, int o) {
    int red = 0;
    int green = 0;
    int blue = 0;
    double step = 1.0 / samples;
    double first = (step - 1) / 2;
    for (int j = 0; j < samples; j++) {
      for (int i = 0; i < samples; i++) {
        long sum = sample(x + first + i * step, y + first + j * step, map, behind);
        red += (int) (sum >>> 2 * LANE);
        green += (int) (sum >>> LANE) & MASK;
        blue += (int) sum & MASK;
      }
    }
    float scale = 1f / (samples * samples * ONE);
    out[o] = red * scale;
    out[o + 1] = green * scale;
    out[o + 2] = blue * scale;
  }

  private long sample(double x, double y, Homography map, Homography behind) {
    double u = map.x(x, y);
    double v = map.y(x, y);
    if (background != null && (isOutside(u) || isOutside(v))) {
      return sample(background, behind.x(x, y), behind.y(x, y));
    }
    return sample(picture, u, v);
  }

  private boolean isOutside(double place) {
    return place < -0.5 || place > size - 0.5;
  }

  private long sample(long[] pixels, double u, double v) {
    double last = size - 1.0;
    double cx = u <= 0 ? 0 : u >= last ? last : u;
    double cy = v <= 0 ? 0 : v >= last ? last : v;
    int x = (int) cx;
    int y = (int) cy;
    int right = x + 1 < size ? 1 : 0;
    int below = y + 1 < size ? size : 0;
    double fx = (cx - x) * ONE;
    double fy = cy - y;
    int both = (int) (fx * fy + 0.5);
    int onlyX = (int) (fx + 0.5) - both;
    int onlyY = (int) (fy * ONE + 0.5) - both;
    int at = y * size + x;
    return pixels[at] * (ONE - both - onlyX - onlyY)
        + pixels[at + right] * onlyX
        + pixels[at + below] * onlyY
        + pixels[at + below + right] * both;
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
