package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * The shape of one picture's values within a network, without the batch: a stack of planes, or a
 * vector. In a recipe {@code [channels, height, width]}.
 *
 * @param channels planes, or the vector's length
 * @param height rows of a plane; 0 for a vector
 * @param width columns of a plane; 0 for a vector
 */
public record Shape(int channels, int height, int width) {
  /** Checks the numbers. */
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public Shape {
    if (channels < 1 || height < 0 || width < 0 || (height == 0) != (width == 0)) {
      throw new IllegalArgumentException(
          "a shape needs positive numbers, got " + channels + " × " + height + " × " + width);
    }
  }

  @JsonCreator
  static Shape of(List<Integer> sizes) {
    if (sizes.size() != 3) {
      throw new IllegalArgumentException(
          "a shape is [channels, height, width], got " + sizes.size() + " numbers");
    }
    return new Shape(sizes.get(0), sizes.get(1), sizes.get(2));
  }

  /** A vector of {@code length} numbers. */
  public static Shape vector(int length) {
    return new Shape(length, 0, 0);
  }

  /** Whether this is a vector. */
  public boolean isVector() {
    return height == 0;
  }

  /** How many numbers there are. */
  public long size() {
    return isVector() ? channels : (long) channels * height * width;
  }

  /** The shape of a batch in ONNX's terms: NCHW or NC, with -1 for N. */
  long[] batch() {
    return isVector() ? new long[] {-1, channels} : new long[] {-1, channels, height, width};
  }

  /** Returns this, or complains that {@code layer} needs planes. */
  Shape planes(String layer) {
    if (isVector()) {
      throw new IllegalArgumentException(
          layer + " needs planes of pixels, but gets a vector of " + channels);
    }
    return this;
  }

  /** Returns this, or complains that {@code layer} needs a vector. */
  Shape vector(String layer) {
    if (!isVector()) {
      throw new IllegalArgumentException(
          layer + " needs a vector, but gets " + this + "; put global_mean or flatten before it");
    }
    return this;
  }

  @Override
  public String toString() {
    return isVector() ? Integer.toString(channels) : channels + " × " + height + " × " + width;
  }
}
