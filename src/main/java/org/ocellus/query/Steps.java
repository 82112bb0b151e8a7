package org.ocellus.query;

/**
 * How deep rankings are searched: in few steps. An approximate or fused ranking changes a little
 * with the depth it is searched to; within a step that is always the same, so that the pages of an
 * answer fit together.
 */
final class Steps {
  private static final int FIRST = 50;
  private static final int FACTOR = 10;

  private Steps() {}

  /** The end of the step in which this depth, at least 1, lies: 50, 500, 5,000… */
  static int of(int depth) {
    long end = FIRST;
    while (end < depth) {
      end *= FACTOR;
    }
    // Lucene's longest list of hits.
    return (int) Math.min(end, MOST);
  }

  /** More than any page is deep; doubled, it is still an array's length. */
  private static final int MOST = 1_000_000_000;
}
