package org.ocellus.query;

/** All pictures, or those that its filters pass, in an order that asks for nothing. */
public record Browse(Order order, Options options) implements VisualQuery {

  /** In which order. */
  public sealed interface Order {}

  /** The newest first, by when they were taken; those without a date last, by id. */
  public record Newest() implements Order {}

  /** At random, the same for the same seed and the same pictures. */
  public record Random(long seed) implements Order {}

  public Browse {
    if (options.minScore() != null || options.maxDistance() != null) {
      throw new IllegalArgumentException(
          "browsing has no cut-off, for nothing is measured: use where");
    }
  }

  @Override
  public Browse with(Options changed) {
    return new Browse(order, changed);
  }
}
