package org.ocellus.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.VectorField;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next hit is the one with
 * the largest (1 − d) · relevance − d · the greatest cosine to a hit before it. Relevance is the
 * score normalised to [0, 1] over the hits, or, where nothing is measured, falls evenly from the
 * first to the last. A picture without a vector has cosine 0 to all others; of equals the one that
 * was first goes first.
 */
final class Diversity {
  /** How many of the first hits are put into a new order. */
  static final int WINDOW = 200;

  private final IndexSearcher searcher;
  private final Metric metric;
  private final double degree;
  private final Deadline deadline;

  /**
   * @param metric of vectors that the index has
   * @param degree d, in [0, 1]
   */
  Diversity(IndexSearcher searcher, Metric metric, double degree, Deadline deadline) {
    this.searcher = searcher;
    this.metric = metric;
    this.degree = degree;
    this.deadline = deadline;
  }

  /**
   * The first hits in their new order; then, in the old, what is left past the deadline or is more
   * than wanted. Those wanted are the same however many are.
   */
  List<DeepSearch.Found> reordered(List<DeepSearch.Found> all, int wanted) throws IOException {
    List<DeepSearch.Found> hits = all.subList(0, Math.min(WINDOW, all.size()));
    double[] relevance = relevance(hits);
    List<float @Nullable []> vectors = new ArrayList<>();
    for (DeepSearch.Found found : hits) {
      vectors.add(vector(found.hit()));
    }
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      left.add(i);
    }
    // Until one is chosen, none is near to any.
    double[] nearest = new double[hits.size()];
    List<DeepSearch.Found> chosen = new ArrayList<>();
    while (!left.isEmpty() && chosen.size() < wanted && !deadline.shouldExit()) {
      int next = left.get(0);
      for (int hit : left) {
        if (gain(relevance, nearest, hit) > gain(relevance, nearest, next)) {
          next = hit;
        }
      }
      if (chosen.isEmpty()) {
        Arrays.fill(nearest, -1);
      }
      chosen.add(hits.get(next));
      left.remove((Integer) next);
      for (int hit : left) {
        nearest[hit] = Math.max(nearest[hit], cosine(vectors.get(hit), vectors.get(next)));
      }
    }
    left.forEach(hit -> chosen.add(hits.get(hit)));
    chosen.addAll(all.subList(hits.size(), all.size()));
    return chosen;
  }

  private double gain(double[] relevance, double[] nearest, int hit) {
    return (1 - degree) * relevance[hit] - degree * nearest[hit];
  }

  private static double[] relevance(List<DeepSearch.Found> hits) {
    double[] relevance = new double[hits.size()];
    for (int i = 0; i < relevance.length; i++) {
      double value = hits.get(i).hit().value();
      relevance[i] =
          switch (hits.get(i).ranking().scale()) {
            case DISTANCE -> -value;
            case NONE -> -i;
            case TAGS, BM25, COSINE, RRF, WEIGHTED -> value;
          };
    }
    double least = Arrays.stream(relevance).min().orElse(0);
    double range = Arrays.stream(relevance).max().orElse(0) - least;
    return Arrays.stream(relevance).map(r -> range == 0 ? 1 : (r - least) / range).toArray();
  }

  private float @Nullable [] vector(Ranking.Ranked hit) throws IOException {
    float[] vector = StoredVectors.read(searcher, hit.doc(), VectorField.of(metric));
    return vector == null || Vectors.isZero(vector)
        ? null
        : Vectors.unit(vector, "picture " + hit.id());
  }

  private static double cosine(float @Nullable [] a, float @Nullable [] b) {
    return a == null || b == null ? 0 : Vectors.dot(a, b);
  }
}
