package org.ocellus.query;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.IOSupplier;

/** How many words and values a question may have, filters included: as many clauses as Lucene's. */
public final class ClauseLimit {
  private ClauseLimit() {}

  /**
   * Makes and runs Lucene's queries.
   *
   * @throws IllegalArgumentException if they have too many clauses
   */
  public static <T> T within(IOSupplier<T> asking) throws IOException {
    try {
      return asking.get();
    } catch (IndexSearcher.TooManyClauses e) {
      throw new IllegalArgumentException(
          "the question has too many words, more than "
              + IndexSearcher.getMaxClauseCount() / 4
              + " are for several questions",
          e);
    }
  }
}
