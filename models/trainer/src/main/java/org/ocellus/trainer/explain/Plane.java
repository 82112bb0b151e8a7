package org.ocellus.trainer.explain;

import java.util.Arrays;

/**
 * Numbers over a picture, row by row: a feature map, an answer of a filter, a heat map.
 *
 * @param width numbers in a row
 * @param height rows
 * @param values {@code width * height} numbers
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data; never compared
record Plane(int width, int height, float[] values) {
  private static final double OUTLIERS = 0.005;

  /** The numbers at {@code from} and behind. */
  static Plane of(float[] data, int from, int width, int height) {
    return new Plane(width, height, Arrays.copyOfRange(data, from, from + width * height));
  }

  /** The greatest absolute value. */
  float greatest() {
    float greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  /** The mean of all numbers. */
  double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** How much the numbers vary: their standard deviation. */
  double deviation() {
    return Math.sqrt(Math.max(0, covariance(this)));
  }

  /** Pearson's correlation with a plane of the same size; 0 where one of them does not vary. */
  double correlation(Plane other) {
    double deviations = deviation() * other.deviation();
    return deviations > 0 ? covariance(other) / deviations : 0;
  }

  private double covariance(Plane other) {
    double mean = mean();
    double otherMean = other.mean();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (values[i] - mean) * (other.values[i] - otherMean);
    }
    return sum / values.length;
  }

  /** From low, 0, to high, 1; the outermost {@value #OUTLIERS} on both sides are cut. */
  Plane stretched() {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = (int) (OUTLIERS * sorted.length);
    float low = sorted[cut];
    float range = sorted[sorted.length - 1 - cut] - low;
    float[] result = new float[values.length];
    for (int i = 0; i < result.length && range > 0; i++) {
      result[i] = Math.clamp((values[i] - low) / range, 0, 1);
    }
    return new Plane(width, height, result);
  }

  /** 0 becomes 0.5, and the greatest absolute value 0 or 1. */
  Plane aroundGray() {
    return aroundGray(greatest());
  }

  /** 0 becomes 0.5, {@code full} 1 and {@code -full} 0; all are 0.5 if {@code full} is 0. */
  Plane aroundGray(float full) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = full > 0 ? 0.5f + 0.5f * values[i] / full : 0.5f;
    }
    return new Plane(width, height, result);
  }

  /** The same field in other numbers, bilinear between the centres of its cells. */
  Plane resized(int newWidth, int newHeight) {
    float[] result = new float[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      double v = Math.clamp((y + 0.5) * height / newHeight - 0.5, 0, height - 1);
      int top = (int) v;
      int bottom = Math.min(top + 1, height - 1);
      for (int x = 0; x < newWidth; x++) {
        double u = Math.clamp((x + 0.5) * width / newWidth - 0.5, 0, width - 1);
        int left = (int) u;
        int right = Math.min(left + 1, width - 1);
        double above = mix(values[top * width + left], values[top * width + right], u - left);
        double below = mix(values[bottom * width + left], values[bottom * width + right], u - left);
        result[y * newWidth + x] = (float) mix(above, below, v - top);
      }
    }
    return new Plane(newWidth, newHeight, result);
  }

  private static double mix(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
