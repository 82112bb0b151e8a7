package org.ocellus.trainer.evaluation;

/**
 * Vectors and what their pictures show.
 *
 * @param vectors all of one length
 * @param labels the label numbers of each vector, from 0; several where a picture shows several
 *     things
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelledVectors(float[][] vectors, int[][] labels) {
  /**
   * Checks that the two fit.
   *
   * @throws IllegalArgumentException if they are not equally many, vectors differ in length, or a
   *     number is not finite
   */
  public LabelledVectors {
    if (vectors.length != labels.length) {
      throw new IllegalArgumentException(
          vectors.length + " vectors need as many lists of labels, got " + labels.length);
    }
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != vectors[0].length) {
        throw new IllegalArgumentException(
            "vector %d has %d numbers, but vector 0 has %d"
                .formatted(i, vectors[i].length, vectors[0].length));
      }
      for (float value : vectors[i]) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("vector " + i + " holds " + value);
        }
      }
    }
  }

  /** How many there are. */
  public int size() {
    return vectors.length;
  }

  /** The length of each vector; 0 if there is none. */
  public int dimension() {
    return vectors.length == 0 ? 0 : vectors[0].length;
  }
}
