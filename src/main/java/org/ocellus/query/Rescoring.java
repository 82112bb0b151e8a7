package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
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

  /**
   * The best of these candidates, equal ones by id. Measured are those that single precision cannot
   * tell to be worse than the last one wanted.
   *
   * @param candidates best first by Lucene's scores
   * @param scoredInFull whether these are of the full vectors, so that none need be read to tell
   */
  List<Ranking.Ranked> best(ScoreDoc[] candidates, int wanted, boolean scoredInFull)
      throws IOException {
    ScoreDoc[] scored = scoredInFull ? candidates : scored(candidates);
    int end = scored.length;
    while (end > wanted && surelyWorse(scored[end - 1].score, scored[wanted - 1].score)) {
      end--;
    }
    List<Ranking.Ranked> ranked = new ArrayList<>(end);
    Ranking.Ids ids = new Ranking.Ids(searcher);
    StoredVectors.forEach(
        searcher,
        docs(scored, end),
        field,
        (doc, stored) -> ranked.add(new Ranking.Ranked(doc, ids.of(doc), value(stored))));
    ranked.sort(bestFirst());
    return ranked.subList(0, Math.min(wanted, ranked.size()));
  }

  /** Best first by the scores that Lucene gives full vectors. */
  private ScoreDoc[] scored(ScoreDoc[] candidates) throws IOException {
    List<ScoreDoc> scored = new ArrayList<>(candidates.length);
    VectorSimilarityFunction similarity = field.similarity();
    StoredVectors.forEach(
        searcher,
        docs(candidates, candidates.length),
        field,
        (doc, stored) -> scored.add(new ScoreDoc(doc, similarity.compare(vector, stored))));
    scored.sort((a, b) -> Float.compare(b.score, a.score));
    return scored.toArray(ScoreDoc[]::new);
  }

  /** The first of them, in the order in which vectors and ids are read fastest. */
  private static int[] docs(ScoreDoc[] candidates, int count) {
    int[] docs = new int[count];
    for (int i = 0; i < count; i++) {
      docs[i] = candidates[i].doc;
    }
    Arrays.sort(docs);
    return docs;
  }

  /** Nearer ones first, equal ones by id. */
  Comparator<Ranking.Ranked> bestFirst() {
    Comparator<Ranking.Ranked> nearerFirst =
        metric() == Metric.COSINE
            ? (a, b) -> Double.compare(b.value(), a.value())
            : (a, b) -> Double.compare(a.value(), b.value());
    return nearerFirst.thenComparing(Ranking.Ranked::id);
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
   * The same of two of Lucene's scores, (1 + cosine) / 2 or 1 / (1 + distance²), whose own rounding
   * is at most twice 2⁻²⁴ of 1 or of 1 + distance²; four times that is allowed for.
   */
  private boolean surelyWorse(float score, float than) {
    double own = Math.scalb(1.0, -21);
    if (metric() == Metric.COSINE) {
      return score < than - rounding() - own;
    }
    return score > Float.MIN_NORMAL
        && ((1 - own) / score - 1) * (1 - rounding()) > ((1 + own) / than - 1) * (1 + rounding());
  }

  private double rounding() {
    return Math.scalb(vector.length + 2.0, -23);
  }
}
