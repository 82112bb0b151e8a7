package org.ocellus.image;

import java.util.Objects;

/**
 * A picture of 8-bit samples, interleaved R, G, B, row by row from the top left, without padding:
 * the sample of channel {@code c} at {@code (x, y)} is {@code rgb[3 * (y * width + x) + c] & 0xFF}.
 *
 * <p>The array is shared with the caller, never copied: who writes to it after handing it over
 * changes the picture. Nothing in this library writes to it.
 */
public final class RgbImage {

  /** The most pixels that a Java array can hold, three bytes each. */
  static final long MAX_PIXELS = (Integer.MAX_VALUE - 8) / 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Wraps an array without copying it.
   *
   * @throws IllegalArgumentException if a side is below 1 or the array is not {@code 3 * width *
   *     height} long
   */
  public RgbImage(int width, int height, byte[] rgb) {
    Objects.requireNonNull(rgb, "rgb");
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be >= 1, got " + width + " x " + height);
    }
    if (rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "rgb must hold 3 * %d * %d = %d bytes, got %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** Pixels in a row. */
  public int width() {
    return width;
  }

  /** Number of rows. */
  public int height() {
    return height;
  }

  /** The samples themselves, not a copy. */
  public byte[] rgb() {
    return rgb;
  }

  /**
   * Copies a rectangle that lies wholly inside this picture.
   *
   * @throws IllegalArgumentException if the rectangle is empty or reaches over the edge
   */
  public RgbImage crop(int x, int y, int w, int h) {
    if (x < 0 || y < 0 || w < 1 || h < 1 || w > width - x || h > height - y) {
      throw new IllegalArgumentException(
          "crop of %d x %d at (%d, %d) must lie inside the picture of %d x %d"
              .formatted(w, h, x, y, width, height));
    }
    return window(x, y, w, h);
  }

  /** Refuses a size that Java's arrays cannot hold. */
  static void requireSize(long width, long height, String what) {
    if (width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "%s of %d x %d has more than the %d pixels that a picture may have"
              .formatted(what, width, height, MAX_PIXELS));
    }
  }

  /** Copies a rectangle that may reach over the edges; what lies outside is black. */
  RgbImage window(int x, int y, int w, int h) {
    byte[] out = new byte[Math.toIntExact(3L * w * h)];
    int fromX = Math.max(0, x);
    int toX = Math.min(width, x + w);
    int fromY = Math.max(0, y);
    int toY = Math.min(height, y + h);
    for (int row = fromY; row < toY && fromX < toX; row++) {
      System.arraycopy(
          rgb, 3 * (row * width + fromX), out, 3 * ((row - y) * w + fromX - x), 3 * (toX - fromX));
    }
    return new RgbImage(w, h, out);
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + " x " + height + "]";
  }
}
