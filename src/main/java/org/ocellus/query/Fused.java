package org.ocellus.query;

import java.util.List;

/**
 * What several questions agree on. Filters given here hold for every part; a part's own limit,
 * offset and deadline do not count, its cut-offs do. Parts may be fused questions themselves.
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
    /** Σ weight / (60 + rank): reciprocal rank fusion. */
    RRF,
    /** Σ weight · score / Σ weight, each part's scores normalised to [0, 1] over its window. */
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
