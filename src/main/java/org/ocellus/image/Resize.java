package org.ocellus.image;

/** To what size {@link Preprocessing} brings a picture before it is cropped. */
public sealed interface Resize {

  /** Resizes a picture, and pads it where the kind says so. */
  RgbImage apply(RgbImage image, Resampling resampling);

  /** The longest edge that this makes out of a picture's short edge. */
  int targetEdge();

  /**
   * The short edge gets this length and the long one follows, rounded down, as in Hugging Face's
   * {@code get_resize_output_image_size}.
   */
  record ShortestEdge(int edge) implements Resize {

    /** Checks that the edge is at least 1. */
    public ShortestEdge {
      requirePositive("size.shortest_edge", edge);
    }

    @Override
    public RgbImage apply(RgbImage image, Resampling resampling) {
      return resampling.resize(image, width(image), height(image));
    }

    /** The same cropped: of a picture a thousand times as long as wide, no more is made. */
    RgbImage apply(RgbImage image, Resampling resampling, CenterCrop crop) {
      return crop.applyToResized(image, width(image), height(image), resampling);
    }

    private int width(RgbImage image) {
      return side(image.width(), image.height());
    }

    private int height(RgbImage image) {
      return side(image.height(), image.width());
    }

    private int side(long side, long other) {
      return side <= other ? edge : Math.toIntExact(edge * side / other);
    }

    @Override
    public int targetEdge() {
      return edge;
    }
  }

  /** Both sides are set without regard to the proportions. */
  record Exact(int height, int width) implements Resize {

    /** Checks that both sides are at least 1, and a picture of that size not too large. */
    public Exact {
      requirePositive("size.height", height);
      requirePositive("size.width", width);
      RgbImage.requireSize(width, height, "size");
    }

    @Override
    public RgbImage apply(RgbImage image, Resampling resampling) {
      return resampling.resize(image, width, height);
    }

    @Override
    public int targetEdge() {
      return Math.max(height, width);
    }
  }

  /**
   * The long edge gets this length, the short one follows, rounded half up, and black is added at
   * the right or the bottom up to a square, as in Hugging Face's {@code SamImageProcessor}. (There
   * the padding is zero after normalisation, here it is black before.)
   */
  record LongestEdge(int edge) implements Resize {

    /** Checks that the edge is at least 1. */
    public LongestEdge {
      requirePositive("size.longest_edge", edge);
    }

    @Override
    public RgbImage apply(RgbImage image, Resampling resampling) {
      double scale = (double) edge / Math.max(image.width(), image.height());
      int width = Math.max(1, (int) (image.width() * scale + 0.5));
      int height = Math.max(1, (int) (image.height() * scale + 0.5));
      RgbImage resized = resampling.resize(image, width, height);
      return width == height ? resized : resized.window(0, 0, edge, edge);
    }

    @Override
    public int targetEdge() {
      return edge;
    }
  }

  private static void requirePositive(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be >= 1, got " + value);
    }
  }
}
