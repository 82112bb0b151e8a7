package org.ocellus.query;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LongValuesSource;

/** A number that follows from what a document holds, whatever is asked. */
abstract class DerivedNumber extends LongValuesSource {
  @Override
  public final boolean isCacheable(LeafReaderContext leaf) {
    return true;
  }

  @Override
  public final boolean needsScores() {
    return false;
  }

  @Override
  public final LongValuesSource rewrite(IndexSearcher searcher) {
    return this;
  }
}
