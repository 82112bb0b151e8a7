package org.ocellus.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Fingerprint;

/**
 * The spaces of the vectors in an index. Each document has the fingerprint of its model as a term,
 * since Lucene keeps but one of two differing attributes of a field when it merges segments; only
 * documents of before that are known by the attribute.
 */
final class StoredSpaces {
  private StoredSpaces() {}

  /**
   * All that are there, each once: more than one means that somebody mixed them.
   *
   * @param spaceField of the fields that are to be of one space
   */
  static List<Space> of(IndexReader reader, String spaceField) throws IOException {
    Map<Fingerprint, Space> named = new HashMap<>();
    Set<Fingerprint> there = new LinkedHashSet<>();
    int dimension = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(spaceField);
      for (FieldInfo field : leaf.reader().getFieldInfos()) {
        VectorField ours = VectorField.named(field.name);
        Space found = PictureFields.space(field);
        if (found != null && ours != null && ours.spaceField().equals(spaceField)) {
          named.put(found.fingerprint(), found);
          dimension = found.dimension();
          if (terms == null) {
            there.add(found.fingerprint());
          }
        }
      }
      if (terms != null) {
        addLive(terms.iterator(), leaf.reader().getLiveDocs(), there);
      }
    }
    int length = dimension;
    return there.stream()
        .map(each -> named.getOrDefault(each, new Space(each, "of other pictures in it", length)))
        .toList();
  }

  private static void addLive(TermsEnum terms, @Nullable Bits live, Set<Fingerprint> there)
      throws IOException {
    for (BytesRef term = terms.next(); term != null; term = terms.next()) {
      PostingsEnum docs = terms.postings(null, PostingsEnum.NONE);
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(docs.docID())) {
          there.add(new Fingerprint(term.utf8ToString()));
          break;
        }
      }
    }
  }
}
