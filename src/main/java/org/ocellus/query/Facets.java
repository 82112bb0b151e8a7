package org.ocellus.query;

import java.util.List;

/**
 * How many pictures have each value.
 *
 * @param counts the values that most have first; equal ones in the order of their (folded) values
 * @param values how many values there are in all, those beyond the top too
 * @param complete false if the deadline came before all pictures were counted
 */
public record Facets(List<Count> counts, int values, boolean complete) {
  public Facets {
    counts = List.copyOf(counts);
  }

  /**
   * How many pictures have a value.
   *
   * @param value tags and classes as one of the pictures writes them, though case and diacritics do
   *     not count
   */
  public record Count(String value, long pictures) {}
}
