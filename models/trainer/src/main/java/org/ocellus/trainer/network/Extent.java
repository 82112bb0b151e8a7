package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * A size or step in two dimensions; in a recipe one number, or {@code [height, width]}.
 *
 * @param height rows
 * @param width columns
 */
public record Extent(int height, int width) {
  /** One row and one column. */
  public static final Extent ONE = square(1);

  /** The same for rows and columns. */
  @JsonCreator
  public static Extent square(int size) {
    return new Extent(size, size);
  }

  @JsonCreator
  static Extent of(List<Integer> sizes) {
    if (sizes.size() != 2) {
      throw new IllegalArgumentException(
          "give one number, or two: [height, width]; got " + sizes.size());
    }
    return new Extent(sizes.get(0), sizes.get(1));
  }

  /** Returns this, or complains that a number is less than {@code least}. */
  Extent atLeast(int least, String name) {
    if (height < least || width < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ", got " + this);
    }
    return this;
  }

  long[] toArray() {
    return new long[] {height, width};
  }

  @Override
  public String toString() {
    return height == width ? Integer.toString(height) : height + "×" + width;
  }
}
