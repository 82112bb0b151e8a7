package org.ocellus.query;

/**
 * How deep rankings are searched: in few steps. An approximate or fused ranking changes a little
 * with the depth it is searched to; within a step that is always the same, so that the pages of an
 * answer fit together.
 */
final class Steps {
  /** One more than fifty, so that it is known whether there is a next page. */
  private static final int FIRST = 51;

  private static final int FACTOR = 10;

  private Steps() {}

  /** The end of a question's first step, which holds its first page. */
  static int first(VisualQuery query) {
    return query instanceof Similar similar && similar.efSearch() != null
        ? Math.min(FIRST, Math.max(similar.efSearch(), query.options().limit() + 1))
        : FIRST;
  }

  /** The end of the step in which this depth lies: 51, 501, 5,001… */
  static int of(int depth) {
    long end = FIRST;
    while (end < depth) {
      end = FACTOR * (end - 1) + 1;
    }
    return (int) Math.min(end, Integer.MAX_VALUE);
  }
}
