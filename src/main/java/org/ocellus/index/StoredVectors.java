package org.ocellus.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;

/** Reads the vectors an index keeps, at full precision. */
public final class StoredVectors {
  private StoredVectors() {}

  /**
   * The vector of a document for this metric: of unit length for cosine, raw for Euclidean.
   *
   * @return a copy of its own; null if the document has none
   */
  public static float @Nullable [] read(IndexSearcher searcher, int doc, Metric metric)
      throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    FloatVectorValues values = leaf.reader().getFloatVectorValues(PictureFields.embedding(metric));
    if (values == null) {
      return null;
    }
    FloatVectorValues.DocIndexIterator iterator = values.iterator();
    return iterator.advance(doc - leaf.docBase) == doc - leaf.docBase
        ? values.vectorValue(iterator.index()).clone()
        : null;
  }
}
