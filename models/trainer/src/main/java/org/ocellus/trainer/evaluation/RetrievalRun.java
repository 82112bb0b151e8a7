package org.ocellus.trainer.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.ocellus.model.Metric;

/** Ranks the gallery for each query and keeps of each ranking what the measures need. */
final class RetrievalRun {
  /** Queries that share a pass over the gallery. */
  private static final int TOGETHER = 32;

  private final LabelledVectors queries;
  private final Metric metric;
  private final boolean leaveOneOut;
  private final DotProducts gallery;
  private final Map<Integer, int[]> itemsByLabel = new HashMap<>();
  private final int[] first;
  private final double[] precision;

  RetrievalRun(
      LabelledVectors queries, LabelledVectors gallery, Metric metric, boolean leaveOneOut) {
    if (queries.size() > 0 && gallery.size() > 0 && queries.dimension() != gallery.dimension()) {
      throw new IllegalArgumentException(
          "the queries' vectors have %d numbers, the gallery's %d"
              .formatted(queries.dimension(), gallery.dimension()));
    }
    this.queries = queries;
    this.metric = metric;
    this.leaveOneOut = leaveOneOut;
    this.gallery =
        new DotProducts(Arrays.stream(gallery.vectors()).map(this::asItem).toArray(float[][]::new));
    Map<Integer, IntStream.Builder> byLabel = new HashMap<>();
    for (int i = 0; i < gallery.size(); i++) {
      for (int label : gallery.labels()[i]) {
        byLabel.computeIfAbsent(label, absent -> IntStream.builder()).add(i);
      }
    }
    byLabel.forEach((label, items) -> itemsByLabel.put(label, items.build().toArray()));
    first = new int[queries.size()];
    precision = new double[queries.size()];
  }

  RetrievalMeasures measure() {
    IntStream.rangeClosed(0, (queries.size() - 1) / TOGETHER)
        .parallel()
        .forEach(b -> ask(b * TOGETHER, Math.min((b + 1) * TOGETHER, queries.size())));
    return new RetrievalMeasures(first, precision);
  }

  private void ask(int from, int to) {
    float[][] vectors = new float[to - from][];
    for (int q = from; q < to; q++) {
      vectors[q - from] = asQuery(queries.vectors()[q]);
    }
    float[][] scores = new float[to - from][gallery.size()];
    gallery.of(vectors, scores);
    Ranking ranking = new Ranking(gallery.size());
    for (int q = from; q < to; q++) {
      judge(q, ranking.of(scores[q - from]));
    }
  }

  private void judge(int query, int[] ranking) {
    boolean[] relevant = new boolean[ranking.length];
    for (int label : queries.labels()[query]) {
      for (int item : itemsByLabel.getOrDefault(label, new int[0])) {
        relevant[item] = true;
      }
    }
    int rank = 0;
    int found = 0;
    double sum = 0;
    for (int item : ranking) {
      if (leaveOneOut && item == query) {
        continue;
      }
      rank++;
      if (relevant[item]) {
        found++;
        sum += (double) found / rank;
        if (found == 1) {
          first[query] = rank;
        }
      }
    }
    precision[query] = found == 0 ? 0 : sum / found;
  }

  /** Cosine is the product of unit vectors. Nearest is greatest x·y − y²/2 = (x² − |x−y|²)/2. */
  private float[] asItem(float[] vector) {
    if (metric == Metric.COSINE) {
      return unit(vector);
    }
    float[] item = Arrays.copyOf(vector, vector.length + 1);
    item[vector.length] = (float) (-square(vector) / 2);
    return item;
  }

  private float[] asQuery(float[] vector) {
    if (metric == Metric.COSINE) {
      return unit(vector);
    }
    float[] query = Arrays.copyOf(vector, vector.length + 1);
    query[vector.length] = 1;
    return query;
  }

  /** Zero, which has no direction, stays and is equally far from all. */
  private static float[] unit(float[] vector) {
    double length = Math.sqrt(square(vector));
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length && length > 0; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private static double square(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return sum;
  }
}
