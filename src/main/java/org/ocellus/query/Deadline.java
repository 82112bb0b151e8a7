package org.ocellus.query;

import java.time.Duration;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** When a search has to end. Remembers whether it was cut short. */
final class Deadline implements QueryTimeout {
  private final boolean none;
  private final long end;
  private volatile boolean passed;

  /**
   * Begins now.
   *
   * @param limit null for none
   */
  Deadline(@Nullable Duration limit) {
    none = limit == null;
    // Centuries ahead would overflow.
    Duration most = Duration.ofDays(365);
    end = System.nanoTime() + (limit == null || limit.compareTo(most) > 0 ? most : limit).toNanos();
  }

  /** This searcher, or one like it that stops in time. */
  IndexSearcher limit(IndexSearcher shared) {
    if (none) {
      return shared;
    }
    // The shared searcher serves others: a time limit needs one of its own.
    IndexSearcher own = new IndexSearcher(shared.getIndexReader());
    own.setTimeout(this);
    return own;
  }

  @Override
  public boolean shouldExit() {
    if (!none && System.nanoTime() - end >= 0) {
      passed = true;
    }
    return passed;
  }

  /** Whether anything was cut short. */
  boolean passed() {
    return passed;
  }
}
