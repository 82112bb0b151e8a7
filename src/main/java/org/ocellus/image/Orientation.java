package org.ocellus.image;

/**
 * How a stored picture must be turned to stand upright: the eight values of the EXIF tag
 * Orientation (0x0112; CIPA DC-008, Exif 2.32, section 4.6.4).
 */
public enum Orientation {
  /** 1: upright as stored. */
  NORMAL,
  /** 2: mirrored left to right. */
  FLIP_HORIZONTAL,
  /** 3: turned by half. */
  ROTATE_180,
  /** 4: mirrored top to bottom. */
  FLIP_VERTICAL,
  /** 5: mirrored at the diagonal from the top left. */
  TRANSPOSE,
  /** 6: must be turned clockwise by a quarter. */
  ROTATE_90,
  /** 7: mirrored at the diagonal from the top right. */
  TRANSVERSE,
  /** 8: must be turned anticlockwise by a quarter. */
  ROTATE_270;

  /** Rows and columns handled together, so that reads and writes both stay in the cache. */
  private static final int TILE = 32;

  /** The orientation of an EXIF value; anything but 1 to 8 counts as {@link #NORMAL}. */
  public static Orientation fromExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : NORMAL;
  }

  /** The EXIF value, 1 to 8. */
  public int exif() {
    return ordinal() + 1;
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return ordinal() >= TRANSPOSE.ordinal();
  }

  /** Turns a stored picture upright; {@link #NORMAL} gives the picture itself. */
  public RgbImage apply(RgbImage image) {
    int w = image.width();
    int h = image.height();
    // Pixel (x, y) of the result is the stored pixel origin + x * right + y * down.
    return switch (this) {
      case NORMAL -> image;
      case FLIP_HORIZONTAL -> gather(image, w - 1, -1, w);
      case ROTATE_180 -> gather(image, w * h - 1, -1, -w);
      case FLIP_VERTICAL -> gather(image, w * (h - 1), 1, -w);
      case TRANSPOSE -> gather(image, 0, w, 1);
      case ROTATE_90 -> gather(image, w * (h - 1), -w, 1);
      case TRANSVERSE -> gather(image, w * h - 1, -w, -1);
      case ROTATE_270 -> gather(image, w - 1, w, -1);
    };
  }

  private RgbImage gather(RgbImage image, int origin, int right, int down) {
    int width = swapsSides() ? image.height() : image.width();
    int height = swapsSides() ? image.width() : image.height();
    byte[] in = image.rgb();
    byte[] out = new byte[in.length];
    for (int top = 0; top < height; top += TILE) {
      for (int left = 0; left < width; left += TILE) {
        int bottom = Math.min(height, top + TILE);
        int end = Math.min(width, left + TILE);
        for (int y = top; y < bottom; y++) {
          int to = 3 * (y * width + left);
          int from = 3 * (origin + left * right + y * down);
          for (int x = left; x < end; x++, to += 3, from += 3 * right) {
            out[to] = in[from];
            out[to + 1] = in[from + 1];
            out[to + 2] = in[from + 2];
          }
        }
      }
    }
    return new RgbImage(width, height, out);
  }
}
