package org.ocellus.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/** The documents of a view that are not deleted. */
final class LiveDocuments {
  private LiveDocuments() {}

  /** Takes a document by its number in the view. */
  interface Visitor {
    void accept(int doc) throws IOException;
  }

  static void forEach(IndexSearcher view, Visitor visitor) throws IOException {
    for (LeafReaderContext leaf : view.getIndexReader().leaves()) {
      forEach(leaf, visitor);
    }
  }

  static void forEach(LeafReaderContext leaf, Visitor visitor) throws IOException {
    Bits alive = leaf.reader().getLiveDocs();
    for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
      if (alive == null || alive.get(doc)) {
        visitor.accept(leaf.docBase + doc);
      }
    }
  }
}
