package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.VectorField;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;

/**
 * Nearness by full vectors, in double precision and natural units, whatever a search looked at;
 * Lucene's RescoreTopNQuery gives its own scores in single precision.
 */
record Rescoring(IndexSearcher searcher, VectorField field, float[] vector) {

  /** How nearness is measured. */
  Metric metric() {
    return field.metric();
  }

  private record Measured(int doc, double value) {}

  /**
   * The best of these candidates, equal ones by id. The first are measured, then those that single
   * precision cannot tell to be worse.
   *
   * @param candidates best first by Lucene's scores
   * @param scoredInFull whether these are of the full vectors, so that none need be read to tell
   */
  List<Ranking.Ranked> best(ScoreDoc[] candidates, int wanted, boolean scoredInFull)
      throws IOException {
    int head = Math.min(wanted, candidates.length);
    List<Measured> measured = new ArrayList<>(head);
    StoredVectors.forEach(
        searcher,
        docs(candidates, 0, head),
        field,
        (doc, stored) -> measured.add(new Measured(doc, value(stored))));
    measured.sort(Comparator.comparing(Measured::value, nearerFirst()));
    if (head < candidates.length) {
      double worst = measured.get(head - 1).value();
      int end = candidates.length;
      while (scoredInFull && end > head && surelyWorse(candidates[end - 1].score, worst)) {
        end--;
      }
      StoredVectors.forEach(
          searcher,
          docs(candidates, head, end),
          field,
          (doc, stored) -> {
            if (!surelyWorse(stored, worst)) {
              measured.add(new Measured(doc, value(stored)));
            }
          });
      measured.sort(Comparator.comparing(Measured::value, nearerFirst()));
    }
    return ranked(measured.subList(0, end(measured, wanted)), wanted);
  }

  /** Where those end that may be among the wanted: all that are as good as the last one too. */
  private static int end(List<Measured> measured, int wanted) {
    int end = Math.min(wanted, measured.size());
    while (end > 0
        && end < measured.size()
        && measured.get(end).value() == measured.get(wanted - 1).value()) {
      end++;
    }
    return end;
  }

  private List<Ranking.Ranked> ranked(List<Measured> measured, int wanted) throws IOException {
    Ranking.Ids ids = new Ranking.Ids(searcher);
    List<Ranking.Ranked> ranked = new ArrayList<>(measured.size());
    // In the order of documents, in which ids are read fastest.
    measured.sort(Comparator.comparingInt(Measured::doc));
    for (Measured hit : measured) {
      ranked.add(new Ranking.Ranked(hit.doc(), ids.of(hit.doc()), hit.value()));
    }
    ranked.sort(bestFirst());
    return ranked.subList(0, Math.min(wanted, ranked.size()));
  }

  private static int[] docs(ScoreDoc[] candidates, int from, int to) {
    return Arrays.stream(candidates, from, to).mapToInt(hit -> hit.doc).sorted().toArray();
  }

  /** Nearer ones first, equal ones by id. */
  Comparator<Ranking.Ranked> bestFirst() {
    return Comparator.comparing(Ranking.Ranked::value, nearerFirst())
        .thenComparing(Ranking.Ranked::id);
  }

  private Comparator<Double> nearerFirst() {
    return metric() == Metric.COSINE ? Comparator.reverseOrder() : Comparator.naturalOrder();
  }

  /** Of one document that has a vector. */
  double value(int doc) throws IOException {
    float[] stored = StoredVectors.read(searcher, doc, field);
    if (stored == null) {
      throw new IllegalStateException("document " + doc + " was found by a vector it lacks");
    }
    return value(stored);
  }

  double value(float[] stored) {
    return metric() == Metric.COSINE
        ? Math.clamp(Vectors.dot(stored, vector), -1, 1)
        : Vectors.distance(stored, vector);
  }

  /**
   * Whether a picture is worse than this value beyond any rounding, as Lucene's fast arithmetic in
   * single precision can tell. Its sums of n products, or of n squared differences, are off by at
   * most (n + 2) · 2⁻²⁴ (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section
   * 3.1), of 1 for unit vectors, of itself for squares; twice that is allowed here.
   */
  boolean surelyWorse(float[] stored, double than) {
    if (metric() == Metric.COSINE) {
      return VectorUtil.dotProduct(stored, vector) < than - rounding();
    }
    float squared = VectorUtil.squareDistance(stored, vector);
    return squared > than * than * (1 + rounding())
        && squared > Float.MIN_NORMAL
        && squared < Float.POSITIVE_INFINITY;
  }

  /**
   * The same by Lucene's score, (1 + cosine) / 2 or 1 / (1 + distance²), whose own rounding is at
   * most twice 2⁻²⁴ of 1 or of 1 + distance²; four times that is allowed for.
   */
  private boolean surelyWorse(float score, double than) {
    double own = Math.scalb(1.0, -21);
    if (metric() == Metric.COSINE) {
      return 2.0 * score - 1 < than - rounding() - own;
    }
    return score > Float.MIN_NORMAL
        && (1 - own) / score - 1 > than * than * (1 + rounding()) + Float.MIN_NORMAL;
  }

  private double rounding() {
    return Math.scalb(vector.length + 2.0, -23);
  }
}
