package org.ocellus.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets up a {@link Preprocessing} step by step; for one thread, to be used once. */
public final class PreprocessingBuilder {

  private @Nullable Resize resize;
  private Resampling resampling = Resampling.BILINEAR;
  private @Nullable CenterCrop crop;
  private final List<Filter> filters = new ArrayList<>();
  private @Nullable Double rescale = 1 / 255.0;
  private @Nullable Normalization normalization;
  private boolean reducedDecoding;

  PreprocessingBuilder() {}

  /** Resizes so that the short edge gets this length. */
  public PreprocessingBuilder shortestEdge(int edge) {
    return resize(new Resize.ShortestEdge(edge));
  }

  /** Resizes to exactly this size. */
  public PreprocessingBuilder size(int height, int width) {
    return resize(new Resize.Exact(height, width));
  }

  /** Resizes so that the long edge gets this length, and pads to a square. */
  public PreprocessingBuilder longestEdge(int edge) {
    return resize(new Resize.LongestEdge(edge));
  }

  /** Resizes as told. */
  public PreprocessingBuilder resize(Resize resize) {
    this.resize = Objects.requireNonNull(resize, "resize");
    return this;
  }

  /** Sets the resampling filter; bilinear unless told otherwise. */
  public PreprocessingBuilder resampling(Resampling resampling) {
    this.resampling = Objects.requireNonNull(resampling, "resampling");
    return this;
  }

  /** Crops a square out of the centre. */
  public PreprocessingBuilder crop(int side) {
    return crop(side, side);
  }

  /** Crops a rectangle out of the centre. */
  public PreprocessingBuilder crop(int height, int width) {
    this.crop = new CenterCrop(height, width);
    return this;
  }

  /** Adds a filter behind those added before. */
  public PreprocessingBuilder filter(Filter filter) {
    filters.add(Objects.requireNonNull(filter, "filter"));
    return this;
  }

  /** Multiplies samples by this factor; 1/255 unless told otherwise. */
  public PreprocessingBuilder rescale(double factor) {
    this.rescale = factor;
    return this;
  }

  /** Leaves samples at 0 to 255. */
  public PreprocessingBuilder noRescale() {
    this.rescale = null;
    return this;
  }

  /** Normalises by these means and deviations. */
  public PreprocessingBuilder normalize(Normalization normalization) {
    this.normalization = Objects.requireNonNull(normalization, "normalization");
    return this;
  }

  /** Allows decoding JPEGs at a reduced scale. */
  public PreprocessingBuilder reducedDecoding(boolean allowed) {
    this.reducedDecoding = allowed;
    return this;
  }

  /**
   * The finished settings.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public Preprocessing build() {
    return new Preprocessing(
        Optional.ofNullable(resize),
        resampling,
        Optional.ofNullable(crop),
        filters,
        Optional.ofNullable(rescale),
        Optional.ofNullable(normalization),
        reducedDecoding);
  }
}
