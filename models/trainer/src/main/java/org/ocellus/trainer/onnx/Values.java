package org.ocellus.trainer.onnx;

import java.util.Arrays;

/**
 * What a value of a graph was in one run. The arrays are shared, not copied.
 *
 * @param data the numbers in row-major order
 * @param shape the length of each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data; never compared
public record Values(float[] data, long[] shape) {

  /** Whether these are maps of more than one place, {@code [N, C, H, W]}. */
  public boolean areMaps() {
    return shape.length == 4 && shape[2] * shape[3] > 1;
  }

  @Override
  public String toString() {
    return "Values" + Arrays.toString(shape);
  }
}
