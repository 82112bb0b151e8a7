package org.ocellus.query;

import java.util.List;

/**
 * What several questions agree on. Filters given here hold for every part; a part's own limit,
 * offset, diversity and deadline do not count, its cut-offs do. Parts may be fused questions
 * themselves; browsing is none, for it measures nothing.
 *
 * <p>Each part votes for its {@linkplain #WINDOW first hits}, and for every picture that another
 * part found and that equals the last of these or is better. Pictures that a part finds equally
 * good share the best of their ranks there, so that a tag that thousands carry favours none of
 * them. Where several parts are such tags, though, and none else finds a picture that carries them
 * all, it may lie beyond each one's first hits: ask for both tags in one keyword question then.
 *
 * @param parts at least two
 */
public record Fused(List<Part> parts, Fusion fusion, Options options) implements VisualQuery {
  /** How deep each part's ranking is looked into at least. */
  public static final int WINDOW = 200;

  /** The constant of reciprocal rank fusion, as its authors chose it. */
  static final int K = 60;

  /** How the parts' answers become one. */
  public enum Fusion {
    /**
     * Σ weight / (60 + rank) over the parts that found the picture: reciprocal rank fusion
     * (Cormack, Clarke and Büttcher, SIGIR 2009, with their constant), with weights.
     */
    RRF,
    /**
     * Σ weight · share / Σ weight, where share is the score's place between the worst, 0, and the
     * best, 1, of the part's first hits (the larger the distance the smaller the share). If all of
     * these are equal, it is 1; where the part did not find the picture, 0.
     */
    WEIGHTED
  }

  /**
   * A question and how much it counts.
   *
   * @param weight > 0; 1 unless said
   */
  public record Part(VisualQuery query, double weight) {
    public Part {
      if (!(weight > 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException("a part's weight must be > 0, got " + weight);
      }
    }
  }

  public Fused {
    parts = List.copyOf(parts);
    if (parts.size() < 2) {
      throw new IllegalArgumentException(
          "a fused query needs at least 2 parts, got " + parts.size());
    }
    if (parts.stream().anyMatch(part -> part.query() instanceof Browse)) {
      throw new IllegalArgumentException(
          "browsing is no part of a fused query, for it measures nothing: give its filters to the"
              + " fused query");
    }
    if (options.minScore() != null || options.maxDistance() != null) {
      throw new IllegalArgumentException(
          "a fused query has no cut-off, for its scores have no unit: give minScore or"
              + " maxDistance to its parts");
    }
  }

  /** Fused by this rule. */
  public Fused by(Fusion rule) {
    return new Fused(parts, rule, options);
  }

  @Override
  public Fused with(Options changed) {
    return new Fused(parts, fusion, changed);
  }
}
