package org.ocellus.query;

import org.ocellus.image.RgbImage;

/**
 * A part of a picture, as shares of its width and height once it stands upright: (0, 0, 1, 1) is
 * the whole, (0.5, 0, 0.5, 1) the right half.
 *
 * @param left in [0, 1)
 * @param top in [0, 1)
 * @param width in (0, 1 - left]
 * @param height in (0, 1 - top]
 */
public record Region(double left, double top, double width, double height) {
  /** Shares that people compute may add up to a hair more than 1. */
  private static final double ROUNDING = 1e-9;

  public Region {
    check("left and width", left, width);
    check("top and height", top, height);
  }

  /** This part of a picture; its edges lie on the nearest pixels, at least one apart. */
  RgbImage of(RgbImage picture) {
    int x = (int) Math.min(Math.round(left * picture.width()), picture.width() - 1);
    int y = (int) Math.min(Math.round(top * picture.height()), picture.height() - 1);
    long right = Math.min(Math.round((left + width) * picture.width()), picture.width());
    long bottom = Math.min(Math.round((top + height) * picture.height()), picture.height());
    return picture.crop(x, y, (int) Math.max(1, right - x), (int) Math.max(1, bottom - y));
  }

  private static void check(String names, double start, double extent) {
    if (!(start >= 0 && extent > 0 && start + extent <= 1 + ROUNDING)) {
      throw new IllegalArgumentException(
          "a region's %s must be shares that stay within the picture, got %s and %s"
              .formatted(names, start, extent));
    }
  }
}
