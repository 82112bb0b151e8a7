package org.ocellus.image;

/**
 * Cuts the middle out of a picture; what a smaller picture lacks is black. Halves are rounded as in
 * Hugging Face's {@code center_crop}.
 *
 * @param height rows of the result, at least 1
 * @param width columns of the result, at least 1
 */
public record CenterCrop(int height, int width) {

  /**
   * Checks both sides.
   *
   * @throws IllegalArgumentException if a side is below 1, or a picture of that size too large
   */
  public CenterCrop {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "crop_size must be >= 1, got height " + height + ", width " + width);
    }
    RgbImage.requireSize(width, height, "crop_size");
  }

  /** The middle of the picture. */
  public RgbImage apply(RgbImage image) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    boolean pads = width > image.width() || height > image.height();
    int x = offset(image.width(), width, pads);
    int y = offset(image.height(), height, pads);
    return image.window(x, y, width, height);
  }

  /** The middle of a picture resized to this size, of which no more is made. */
  RgbImage applyToResized(RgbImage image, int toWidth, int toHeight, Resampling resampling) {
    boolean pads = width > toWidth || height > toHeight;
    int x = offset(toWidth, width, pads);
    int y = offset(toHeight, height, pads);
    int left = Math.max(0, x);
    int top = Math.max(0, y);
    int w = Math.min(toWidth, x + width) - left;
    int h = Math.min(toHeight, y + height) - top;
    RgbImage part = resampling.resize(image, toWidth, toHeight, left, top, w, h);
    return w == width && h == height ? part : part.window(x - left, y - top, width, height);
  }

  /** Hugging Face pads at the start by the upper half, then crops from the lower half. */
  private static int offset(int size, int crop, boolean pads) {
    int start = Math.floorDiv(size - crop, 2);
    if (!pads) {
      return start;
    }
    int pad = Math.ceilDiv(Math.max(crop, size) - size, 2);
    return Math.max(0, start + pad) - pad;
  }
}
