package org.ocellus.trainer.quantisation;

/**
 * The values that a quantised number can stand for: {@code value = scale * (q - zeroPoint)} with q
 * from 0 to 255. Jacob et al., "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference" (2018), section 2.1.
 *
 * @param low the smallest value, at most 0
 * @param high the largest value, at least 0
 */
record Range(float low, float high) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException unless {@code low <= 0 <= high} and both are finite
   */
  Range {
    if (!(low <= 0 && high >= 0 && Float.isFinite(high - low))) {
      throw new IllegalArgumentException(
          "a range must be finite and hold 0, got [" + low + ", " + high + "]");
    }
  }

  /** The step between two quantised values; 1 if all values are 0. */
  float scale() {
    return high == low ? 1 : (high - low) / 255;
  }

  /** What stands for 0, which is so represented exactly: padding and ReLU depend on it. */
  int zeroPoint() {
    return Math.clamp(Math.round(-low / scale()), 0, 255);
  }

  /** The value that stands for a number: the nearest there is. */
  double nearest(double number) {
    double quantised = Math.clamp(Math.rint(number / scale()) + zeroPoint(), 0, 255);
    return (quantised - zeroPoint()) * scale();
  }
}
