package org.ocellus.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * Floats in the layout NCHW: the sample of picture {@code n}, channel {@code c}, row {@code y},
 * column {@code x} is {@code data[((n * C + c) * H + y) * W + x]}. Arrays are shared, not copied.
 *
 * @param data the values
 * @param shape {@code [N, C, H, W]}
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data for a network; copying would cost more
public record Tensor(float[] data, long[] shape) {

  /**
   * Checks that the shape has four positive sides and that {@code data} fills it.
   *
   * @throws IllegalArgumentException if not
   */
  public Tensor {
    Objects.requireNonNull(data, "data");
    long size = 1;
    for (long side : shape) {
      if (side < 1) {
        throw new IllegalArgumentException(
            "every side of the shape must be >= 1, got " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, side);
    }
    if (shape.length != 4 || size != data.length) {
      throw new IllegalArgumentException(
          "shape must be [N, C, H, W] with a product of %d, got %s"
              .formatted(data.length, Arrays.toString(shape)));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(data, that.data)
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(data) + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
