package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryRescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.ocellus.index.PictureFields;

/** The pictures that one question finds on one view of the index, best first. */
interface Ranking {

  /** A picture found. */
  record Ranked(int doc, String id, double value) {}

  /** What is measured. */
  Hit.Scale scale();

  /** The pictures, best first, equal ones by id. */
  List<Ranked> ranked();

  /** Why a picture found is there, and at which rank (from 1). */
  Reason reason(Ranked hit, int rank) throws IOException;

  /** What the question gives these documents; without those it does not find. */
  Map<Integer, Double> values(Collection<Integer> docs) throws IOException;

  /** A document's value in natural units. */
  interface Value {
    double of(ScoreDoc hit) throws IOException;
  }

  /** Lucene's scores are never negative. */
  float NO_MATCH = -1;

  /** Lucene's order with equal scores by id, so that it is the same on every page. */
  Sort BEST_THEN_ID =
      new Sort(SortField.FIELD_SCORE, new SortField(PictureFields.ID, SortField.Type.STRING));

  /** The best documents of a query whose every match Lucene scores. */
  static List<Ranked> best(IndexSearcher searcher, Query query, int depth, Value value)
      throws IOException {
    return ranked(searcher, searcher.search(query, depth, BEST_THEN_ID, true).scoreDocs, value);
  }

  /** The first documents of a query in an order of its own. */
  static List<Ranked> sorted(IndexSearcher searcher, Query query, int depth, Sort sort, Value value)
      throws IOException {
    return ranked(searcher, searcher.search(query, depth, sort).scoreDocs, value);
  }

  /** What a query gives these documents; without those it does not match. */
  static Map<Integer, Double> values(
      IndexSearcher searcher, Query query, Collection<Integer> docs, Value value)
      throws IOException {
    QueryRescorer scoring =
        new QueryRescorer(query) {
          @Override
          protected float combine(float before, boolean matches, float score) {
            return matches ? score : NO_MATCH;
          }
        };
    ScoreDoc[] asked = docs.stream().map(doc -> new ScoreDoc(doc, 0)).toArray(ScoreDoc[]::new);
    TotalHits total = new TotalHits(asked.length, TotalHits.Relation.EQUAL_TO);
    Map<Integer, Double> values = new HashMap<>();
    for (ScoreDoc hit :
        scoring.rescore(searcher, new TopDocs(total, asked), asked.length).scoreDocs) {
      if (hit.score != NO_MATCH) {
        values.put(hit.doc, value.of(hit));
      }
    }
    return values;
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

  /**
   * Ids of documents, from doc values; sorted ones, whose blocks of 64 terms are compressed, only
   * where the index is older than the plain ones.
   */
  final class Ids {
    private final List<LeafReaderContext> leaves;
    private BinaryDocValues plain = DocValues.emptyBinary();
    private int lastLeaf = -1;
    private int lastDoc;

    Ids(IndexSearcher searcher) {
      leaves = searcher.getIndexReader().leaves();
    }

    String of(int doc) throws IOException {
      int number = ReaderUtil.subIndex(doc, leaves);
      LeafReaderContext leaf = leaves.get(number);
      // They only go forward.
      if (number != lastLeaf || lastDoc > doc) {
        plain = DocValues.getBinary(leaf.reader(), PictureFields.PLAIN_ID);
        lastLeaf = number;
      }
      lastDoc = doc;
      if (plain.advanceExact(doc - leaf.docBase)) {
        return plain.binaryValue().utf8ToString();
      }
      SortedDocValues sorted = DocValues.getSorted(leaf.reader(), PictureFields.ID);
      if (!sorted.advanceExact(doc - leaf.docBase)) {
        throw new IllegalStateException("document " + doc + " has no id");
      }
      return sorted.lookupOrd(sorted.ordValue()).utf8ToString();
    }
  }
}
