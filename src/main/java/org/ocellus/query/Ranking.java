package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.ocellus.index.PictureFields;

/** The pictures that one question finds on one view of the index, best first. */
interface Ranking {

  /** A picture found. */
  record Ranked(int doc, String id, double value) {}

  /** What is measured. */
  Hit.Scale scale();

  /** The pictures, best first, equal ones by id. */
  List<Ranked> ranked();

  /** Why the picture at this rank (from 1) is there. */
  List<Reason> reasons(int rank) throws IOException;

  /**
   * Cuts a list of documents to the best, and orders equal ones by id: with equal values at the end
   * of the cut, which of them stay is then no accident.
   *
   * @param found best first by Lucene's score, longer than {@code depth} where there is more
   * @param value the document's value in natural units
   * @param scale tells which way is better
   */
  static List<Ranked> cut(
      IndexSearcher searcher,
      ScoreDoc[] found,
      int depth,
      Hit.Scale scale,
      ToDoubleFunction<ScoreDoc> value)
      throws IOException {
    List<Ranked> ranked = new ArrayList<>();
    Ids ids = new Ids(searcher);
    for (int i = 0; i < found.length; i++) {
      // Values are computed in double precision, Lucene's scores in single: hence the margin.
      if (i >= depth && found[i].score < found[depth - 1].score * (1 - 1e-6f)) {
        break;
      }
      ranked.add(new Ranked(found[i].doc, ids.of(found[i].doc), value.applyAsDouble(found[i])));
    }
    Comparator<Ranked> byValue = Comparator.comparingDouble(Ranked::value);
    ranked.sort(
        (scale == Hit.Scale.DISTANCE ? byValue : byValue.reversed()).thenComparing(Ranked::id));
    return ranked.size() <= depth ? ranked : ranked.subList(0, depth);
  }

  /** Ids of documents, from doc values. */
  final class Ids {
    private final List<LeafReaderContext> leaves;

    Ids(IndexSearcher searcher) {
      leaves = searcher.getIndexReader().leaves();
    }

    String of(int doc) throws IOException {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
      SortedDocValues ids = DocValues.getSorted(leaf.reader(), PictureFields.ID);
      if (!ids.advanceExact(doc - leaf.docBase)) {
        throw new IllegalStateException("document " + doc + " has no id");
      }
      return ids.lookupOrd(ids.ordValue()).utf8ToString();
    }
  }
}
