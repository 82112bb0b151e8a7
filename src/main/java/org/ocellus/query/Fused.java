package org.ocellus.query;

import java.util.List;

/**
 * What several questions agree on, by reciprocal rank fusion. Filters given here hold for every
 * part; a part's own limit, offset and deadline do not count, its cut-offs do.
 *
 * @param parts at least two
 */
public record Fused(List<VisualQuery> parts, Options options) implements VisualQuery {
  /** How deep each part's ranking is looked into at least. */
  public static final int WINDOW = 200;

  /** The constant of reciprocal rank fusion, as its authors chose it. */
  static final int K = 60;

  public Fused {
    parts = List.copyOf(parts);
    if (parts.size() < 2) {
      throw new IllegalArgumentException(
          "a fused query needs at least 2 parts, got " + parts.size());
    }
    if (options.minScore() != null || options.maxDistance() != null) {
      throw new IllegalArgumentException(
          "a fused query has no cut-off, for its scores are but ranks: give minScore or"
              + " maxDistance to its parts");
    }
  }

  @Override
  public Fused with(Options changed) {
    return new Fused(parts, changed);
  }
}
