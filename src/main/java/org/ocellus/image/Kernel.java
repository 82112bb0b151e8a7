package org.ocellus.image;

import java.util.Arrays;

/**
 * The weights of a {@link Filter}, row by row from the top left.
 *
 * @param rows height, at least 1
 * @param cols width, at least 1
 * @param values {@code rows * cols} finite weights; copied on the way in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record Kernel(int rows, int cols, float[] values) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a side is below 1, or values are too few, too many, or not
   *     finite
   */
  public Kernel {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException(
          "a kernel's rows and cols must be >= 1, got " + rows + " x " + cols);
    }
    if (values.length != (long) rows * cols) {
      throw new IllegalArgumentException(
          "a kernel of %d x %d needs %d values, got %d"
              .formatted(rows, cols, (long) rows * cols, values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a kernel's values must be finite, got " + value);
      }
    }
    values = values.clone();
  }

  /** A copy of the weights. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /** The weight at a row and a column. */
  public float at(int row, int col) {
    return values[row * cols + col];
  }

  /** Rows and columns exchanged. */
  public Kernel transposed() {
    float[] result = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int col = 0; col < cols; col++) {
        result[col * rows + row] = at(row, col);
      }
    }
    return new Kernel(cols, rows, result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Kernel that
        && rows == that.rows
        && cols == that.cols
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + cols) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Kernel[" + rows + " x " + cols + " " + Arrays.toString(values) + "]";
  }
}
