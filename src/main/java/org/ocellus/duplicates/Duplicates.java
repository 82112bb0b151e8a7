package org.ocellus.duplicates;

import java.util.List;
import java.util.stream.Stream;
import org.ocellus.query.Filter;

/**
 * Which pictures to look for copies among, and what counts as one. Immutable.
 *
 * @param filters all must pass
 * @param rule when two pictures are copies
 */
public record Duplicates(List<Filter> filters, CopyRule rule) {
  public Duplicates {
    filters = List.copyOf(filters);
  }

  /** Among all pictures of the index. */
  public static Duplicates all() {
    return new Duplicates(List.of(), CopyRule.DEFAULT);
  }

  /** Only among pictures that pass this filter too. */
  public Duplicates where(Filter filter) {
    return new Duplicates(Stream.concat(filters.stream(), Stream.of(filter)).toList(), rule);
  }

  /** By this rule. */
  public Duplicates by(CopyRule other) {
    return new Duplicates(filters, other);
  }
}
