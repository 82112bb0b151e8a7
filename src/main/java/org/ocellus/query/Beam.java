package org.ocellus.query;

import org.jspecify.annotations.Nullable;

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

  /**
   * At most so many candidates are looked at for each hit that is to be right: with more, more hits
   * are.
   */
  private static final int CANDIDATES_PER_HIT = 10;

  Beam {
    if (sure < 1 || wanted < sure || efSearch < wanted) {
      throw new IllegalArgumentException(
          "expected 1 <= sure <= wanted <= efSearch, got %d, %d, %d"
              .formatted(sure, wanted, efSearch));
    }
  }

  /**
   * That of a search to a depth, the same for all depths of a step.
   *
   * @param firstStep where the question's {@linkplain Steps first step} ends
   * @param efSearch how many candidates deep it is to look there; null for the engine's choice
   * @param candidatesEach the engine's choice: so many for each of those wanted
   * @param page how many hits are looked at at once
   */
  static Beam to(
      int depth, int firstStep, @Nullable Integer efSearch, int candidatesEach, int page) {
    boolean first = depth <= firstStep;
    int wanted = first ? firstStep : Steps.of(depth);
    long usual = (long) candidatesEach * wanted;
    long candidates = efSearch == null ? usual : Math.max(efSearch, first ? wanted : usual);
    int all = (int) Math.min(candidates, Integer.MAX_VALUE);
    return new Beam(
        wanted, Math.clamp(all / CANDIDATES_PER_HIT, Math.min(page, wanted), wanted), all);
  }

  /**
   * With so many more that are no hits.
   *
   * @param vectors in all
   */
  Beam among(int vectors, int examples) {
    int all = Math.max(1, vectors);
    return new Beam(
        Math.clamp((long) wanted + examples, 1, all),
        Math.clamp((long) sure + examples, 1, all),
        Math.clamp((long) efSearch + examples, 1, all));
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
