package org.ocellus.trainer.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ocellus.model.Metric;

/**
 * How well vectors find others with the same label. Each query ranks the whole gallery, nearest
 * first and ties by the gallery's order; what has a label in common with the query is relevant. A
 * query for which the gallery has nothing relevant is left out of all means. Compares in float32 on
 * all processors.
 */
public final class RetrievalMeasures {
  /** The rank of each query's first relevant item, from 1; 0 where there is nothing relevant. */
  private final int[] first;

  /** Average precision of each query; 0 where there is nothing relevant. */
  private final double[] precision;

  RetrievalMeasures(int[] first, double[] precision) {
    this.first = first;
    this.precision = precision;
  }

  /**
   * Every query is asked of the gallery.
   *
   * @throws IllegalArgumentException if vectors differ in length
   */
  public static RetrievalMeasures of(
      LabelledVectors queries, LabelledVectors gallery, Metric metric) {
    return new RetrievalRun(queries, gallery, metric, false).measure();
  }

  /** Every item is asked of all others. */
  public static RetrievalMeasures leaveOneOut(LabelledVectors items, Metric metric) {
    return new RetrievalRun(items, items, metric, true).measure();
  }

  /** Queries for which there is something relevant. */
  public int queries() {
    return (int) Arrays.stream(first).filter(rank -> rank > 0).count();
  }

  /** Queries left out because nothing is relevant to them. */
  public int unanswerable() {
    return first.length - queries();
  }

  /**
   * Recall@k as metric learning has it: the share of the queries with something relevant among
   * their first {@code k} (Jégou et al., "Product quantization for nearest neighbor search", 2011).
   * Recall@1 is the share whose nearest neighbour has the same label. Not a number without queries.
   *
   * @throws IllegalArgumentException if k is below 1
   */
  public double recallAt(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be >= 1, got " + k);
    }
    return Arrays.stream(first).filter(rank -> rank > 0 && rank <= k).count() / (double) queries();
  }

  /**
   * Mean average precision over the whole ranking: for each query the mean, over <em>all</em>
   * relevant items of the gallery, of the share of relevant items among those up to it (Manning,
   * Raghavan and Schütze, "Introduction to Information Retrieval", 2008, section 8.4). Not a number
   * without queries.
   */
  public double meanAveragePrecision() {
    return IntStream.range(0, first.length)
        .filter(q -> first[q] > 0)
        .mapToDouble(q -> precision[q])
        .average()
        .orElse(Double.NaN);
  }
}
