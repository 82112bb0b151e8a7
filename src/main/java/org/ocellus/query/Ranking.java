package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
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

  /** A document's value in natural units. */
  interface Value {
    double of(ScoreDoc hit) throws IOException;
  }

  /** Lucene's order with equal scores by id, so that it is the same on every page. */
  Sort BEST_THEN_ID =
      new Sort(SortField.FIELD_SCORE, new SortField(PictureFields.ID, SortField.Type.STRING));

  /** The best documents of a query whose every match Lucene scores. */
  static List<Ranked> best(IndexSearcher searcher, Query query, int depth, Value value)
      throws IOException {
    return ranked(searcher, searcher.search(query, depth, BEST_THEN_ID, true).scoreDocs, value);
  }

  /**
   * The best of documents found.
   *
   * @param found best first by Lucene's score; longer than {@code depth} where there is more
   */
  static List<Ranked> best(IndexSearcher searcher, ScoreDoc[] found, int depth, Value value)
      throws IOException {
    Ids ids = new Ids(searcher);
    Map<Integer, String> names = new HashMap<>();
    List<ScoreDoc> candidates = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      if (i >= depth && found[i].score < found[depth - 1].score) {
        break;
      }
      names.put(found[i].doc, ids.of(found[i].doc));
      candidates.add(found[i]);
    }
    candidates.sort(
        Comparator.comparingDouble((ScoreDoc hit) -> -hit.score)
            .thenComparing(hit -> names.get(hit.doc)));
    int count = Math.min(depth, candidates.size());
    return ranked(searcher, candidates.subList(0, count).toArray(ScoreDoc[]::new), value);
  }

  private static List<Ranked> ranked(IndexSearcher searcher, ScoreDoc[] hits, Value value)
      throws IOException {
    Ids ids = new Ids(searcher);
    List<Ranked> ranked = new ArrayList<>();
    for (ScoreDoc hit : hits) {
      ranked.add(new Ranked(hit.doc, ids.of(hit.doc), value.of(hit)));
    }
    return ranked;
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
