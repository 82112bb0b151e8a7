package org.ocellus.duplicates;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;

/** The pictures that may be in a group, the best first, with what is looked at of each. */
final class Candidates {

  /**
   * A picture.
   *
   * @param hash its perceptual hash; null where it has none, or one that says nothing
   * @param pixels 0 where unknown, as the size in bytes is
   * @param modified {@link Long#MAX_VALUE} where unknown
   */
  private record Candidate(
      int doc, String id, @Nullable Long hash, long pixels, long bytes, long modified) {}

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingLong(Candidate::pixels)
          .thenComparingLong(Candidate::bytes)
          .reversed()
          .thenComparingLong(Candidate::modified)
          .thenComparing(Candidate::id);

  private final List<Candidate> candidates = new ArrayList<>();

  /** By segment: the documents that count. */
  private final List<Bits> accepted = new ArrayList<>();

  /** By document: its place among the candidates; -1 for none. */
  private final int[] places;

  Candidates(IndexSearcher searcher, @Nullable Query filter) throws IOException {
    Query query = searcher.rewrite(filter == null ? new MatchAllDocsQuery() : filter);
    Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      FixedBitSet bits = new FixedBitSet(leaf.reader().maxDoc());
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        read(leaf, scorer.iterator(), bits);
      }
      accepted.add(bits);
    }
    candidates.sort(BEST_FIRST);
    places = new int[searcher.getIndexReader().maxDoc()];
    Arrays.fill(places, -1);
    for (int place = 0; place < candidates.size(); place++) {
      places[candidates.get(place).doc] = place;
    }
  }

  private void read(LeafReaderContext leaf, DocIdSetIterator docs, FixedBitSet bits)
      throws IOException {
    LeafReader reader = leaf.reader();
    Bits live = reader.getLiveDocs();
    SortedDocValues ids = DocValues.getSorted(reader, PictureFields.ID);
    NumericDocValues hashes = DocValues.getNumeric(reader, PictureFields.PHASH);
    SortedNumericDocValues widths = DocValues.getSortedNumeric(reader, PictureFields.WIDTH);
    SortedNumericDocValues heights = DocValues.getSortedNumeric(reader, PictureFields.HEIGHT);
    SortedNumericDocValues bytes = DocValues.getSortedNumeric(reader, PictureFields.BYTES);
    SortedNumericDocValues modified = DocValues.getSortedNumeric(reader, PictureFields.MODIFIED);
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      // In an index that others write to too, a document without an id is none of ours.
      if ((live != null && !live.get(doc)) || !ids.advanceExact(doc)) {
        continue;
      }
      bits.set(doc);
      Long hash = hashes.advanceExact(doc) ? (Long) hashes.longValue() : null;
      candidates.add(
          new Candidate(
              leaf.docBase + doc,
              ids.lookupOrd(ids.ordValue()).utf8ToString(),
              // A picture of one colour hashes to 0, whatever the colour.
              hash == null || hash == 0 ? null : hash,
              first(widths, doc, 0) * first(heights, doc, 0),
              first(bytes, doc, 0),
              first(modified, doc, Long.MAX_VALUE)));
    }
  }

  private static long first(SortedNumericDocValues values, int doc, long otherwise)
      throws IOException {
    return values.advanceExact(doc) ? values.nextValue() : otherwise;
  }

  int size() {
    return candidates.size();
  }

  int doc(int place) {
    return candidates.get(place).doc;
  }

  String id(int place) {
    return candidates.get(place).id;
  }

  @Nullable Long hash(int place) {
    return candidates.get(place).hash;
  }

  /** The place of a document; -1 if it is not among them. */
  int place(int doc) {
    return places[doc];
  }

  /** The documents of a segment that are among them. */
  Bits accepted(LeafReaderContext leaf) {
    return accepted.get(leaf.ord);
  }
}
