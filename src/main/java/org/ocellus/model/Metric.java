package org.ocellus.model;

import java.util.Locale;

/** How two embeddings are compared. */
public enum Metric {
  /** Cosine of the angle between the vectors, in [-1, 1]; larger is nearer. */
  COSINE,
  /** Euclidean distance between the raw vectors, in [0, ∞); smaller is nearer. */
  EUCLIDEAN;

  /** The name used in files and on the command line: {@code cosine} or {@code euclidean}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the first cosine or distance means nearer than the second. */
  public boolean nearer(double one, double other) {
    return this == COSINE ? one > other : one < other;
  }

  /**
   * The metric of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Metric of(String id) {
    for (Metric metric : values()) {
      if (metric.id().equals(id)) {
        return metric;
      }
    }
    throw new IllegalArgumentException(
        "metric must be \"cosine\" or \"euclidean\", got \"" + id + "\"");
  }
}
