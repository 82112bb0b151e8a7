package org.ocellus.index;

/** The checks and the arithmetic that every vector goes through before it is kept or asked for. */
public final class Vectors {
  private Vectors() {}

  /**
   * The vector divided by its Euclidean length.
   *
   * @param whose named in the error
   * @throws IllegalArgumentException for a zero vector or one with NaN or infinite parts
   */
  public static float[] unit(float[] vector, String whose) {
    double squares = 0;
    for (float v : finite(vector, whose)) {
      squares += (double) v * v;
    }
    if (isZero(vector)) {
      throw new IllegalArgumentException(
          "the vector of " + whose + " is all zeros: it has no direction, so no cosine");
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  /** Whether it has no direction. */
  public static boolean isZero(float[] vector) {
    for (float v : vector) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The vector itself.
   *
   * @throws IllegalArgumentException if it is empty or has NaN or infinite parts
   */
  public static float[] finite(float[] vector, String whose) {
    if (vector.length == 0) {
      throw new IllegalArgumentException("the vector of " + whose + " is empty");
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "the vector of " + whose + " has " + vector[i] + " at position " + i);
      }
    }
    return vector;
  }

  /**
   * Σ aᵢbᵢ in double precision: the cosine, for unit vectors.
   *
   * @throws IllegalArgumentException if they are not of one length
   */
  public static double dot(float[] a, float[] b) {
    requireOneLength(a, b);
    // Four sums at a time: one alone would wait for each addition.
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  /**
   * √Σ(aᵢ − bᵢ)² in double precision.
   *
   * @throws IllegalArgumentException if they are not of one length
   */
  public static double distance(float[] a, float[] b) {
    requireOneLength(a, b);
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      sum0 += square((double) a[i] - b[i]);
      sum1 += square((double) a[i + 1] - b[i + 1]);
      sum2 += square((double) a[i + 2] - b[i + 2]);
      sum3 += square((double) a[i + 3] - b[i + 3]);
    }
    for (; i < a.length; i++) {
      sum0 += square((double) a[i] - b[i]);
    }
    return Math.sqrt(sum0 + sum1 + (sum2 + sum3));
  }

  private static double square(double x) {
    return x * x;
  }

  private static void requireOneLength(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " dimensions cannot be compared");
    }
  }
}
