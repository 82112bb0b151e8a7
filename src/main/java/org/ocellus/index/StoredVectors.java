package org.ocellus.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/** Reads the vectors an index keeps, at full precision. */
public final class StoredVectors {
  private StoredVectors() {}

  /** Takes a vector. */
  public interface Visitor {
    /**
     * @param vector of unit length for cosine, raw for Euclidean; not to be kept or changed
     */
    void accept(int doc, float[] vector) throws IOException;
  }

  /**
   * Shows the vectors of these documents in this field; those that have none are left out.
   *
   * @param docs ascending, so that each segment is gone through once
   */
  public static void forEach(IndexSearcher searcher, int[] docs, VectorField field, Visitor visitor)
      throws IOException {
    int next = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      int end = leaf.docBase + leaf.reader().maxDoc();
      if (next == docs.length || docs[next] >= end) {
        continue;
      }
      FloatVectorValues values = leaf.reader().getFloatVectorValues(field.field());
      FloatVectorValues.DocIndexIterator iterator = values == null ? null : values.iterator();
      for (; next < docs.length && docs[next] < end; next++) {
        int doc = docs[next] - leaf.docBase;
        if (iterator != null
            && (iterator.docID() == doc
                || iterator.docID() < doc && iterator.advance(doc) == doc)) {
          visitor.accept(docs[next], values.vectorValue(iterator.index()));
        }
      }
    }
  }

  /**
   * The vector of a document in this field: of unit length for cosine, raw for Euclidean.
   *
   * @return a copy of its own; null if the document has none
   */
  public static float @Nullable [] read(IndexSearcher searcher, int doc, VectorField field)
      throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    FloatVectorValues values = leaf.reader().getFloatVectorValues(field.field());
    if (values == null) {
      return null;
    }
    FloatVectorValues.DocIndexIterator iterator = values.iterator();
    return iterator.advance(doc - leaf.docBase) == doc - leaf.docBase
        ? values.vectorValue(iterator.index()).clone()
        : null;
  }
}
