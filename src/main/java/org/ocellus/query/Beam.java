package org.ocellus.query;

/**
 * How far a walk through a graph goes.
 *
 * @param wanted how many vectors it finds at least, if there are so many
 * @param sure how many of these are to be the true nearest
 * @param efSearch at the distance of which candidate it ends, if the vectors near the question lie
 *     as in a space of {@value #DIMENSIONS} dimensions
 */
record Beam(int wanted, int sure, int efSearch) {
  /**
   * As many as networks' embeddings of pictures have about, however long they are: how fast the
   * number of neighbours grows with the distance. Where it truly has less, the walk ends sooner
   * than one that keeps efSearch candidates; where it has more, later.
   */
  private static final int DIMENSIONS = 20;

  /** How many times efSearch candidates are kept at most, where a great many are about as near. */
  private static final int MOST = 2;

  Beam {
    if (sure < 1 || wanted < sure || efSearch < wanted) {
      throw new IllegalArgumentException(
          "expected 1 <= sure <= wanted <= efSearch, got %d, %d, %d"
              .formatted(sure, wanted, efSearch));
    }
  }

  /** How many times as far as the last of the sure ones it looks. */
  double reach() {
    return Math.pow((double) efSearch / sure, 1.0 / DIMENSIONS);
  }

  /** How many candidates are kept at most. */
  int most() {
    return (int) Math.min((long) MOST * efSearch, Integer.MAX_VALUE);
  }

  /** What of so many falls to a part of the index that is to find so many of those wanted. */
  int share(int all, int part) {
    return Math.toIntExact(((long) all * part + wanted - 1) / wanted);
  }
}
