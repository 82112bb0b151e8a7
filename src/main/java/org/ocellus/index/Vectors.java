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
    if (squares == 0) {
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
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /**
   * √Σ(aᵢ − bᵢ)² in double precision.
   *
   * @throws IllegalArgumentException if they are not of one length
   */
  public static double distance(float[] a, float[] b) {
    requireOneLength(a, b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (double) a[i] - b[i];
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  private static void requireOneLength(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " dimensions cannot be compared");
    }
  }
}
