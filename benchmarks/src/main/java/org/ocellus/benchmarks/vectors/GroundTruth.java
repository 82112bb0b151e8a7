package org.ocellus.benchmarks.vectors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ocellus.index.Vectors;
import org.ocellus.model.Metric;

/** The true nearest neighbours, by brute force in double precision and without the engine. */
final class GroundTruth {
  private final Metric metric;
  private final float[][] vectors;

  GroundTruth(Metric metric, float[][] vectors) {
    this.metric = metric;
    this.vectors = metric == Metric.COSINE ? units(vectors) : vectors;
  }

  /** For each query, the numbers of its k nearest vectors that pass, nearest first. */
  int[][] nearest(float[][] queries, int k, IntPredicate passing) {
    float[][] asked = metric == Metric.COSINE ? units(queries) : queries;
    int[] candidates = IntStream.range(0, vectors.length).filter(passing).toArray();
    return Arrays.stream(asked)
        .parallel()
        .map(query -> nearest(query, k, candidates))
        .toArray(int[][]::new);
  }

  private int[] nearest(float[] query, int k, int[] candidates) {
    PriorityQueue<Near> farthestFirst =
        new PriorityQueue<>(Comparator.comparingDouble(Near::distance).reversed());
    for (int i : candidates) {
      double distance = distance(query, vectors[i]);
      if (farthestFirst.size() < k) {
        farthestFirst.add(new Near(i, distance));
      } else if (distance < farthestFirst.element().distance()) {
        farthestFirst.remove();
        farthestFirst.add(new Near(i, distance));
      }
    }
    return farthestFirst.stream()
        .sorted(Comparator.comparingDouble(Near::distance))
        .mapToInt(Near::number)
        .toArray();
  }

  private record Near(int number, double distance) {}

  private double distance(float[] a, float[] b) {
    return metric == Metric.COSINE ? -Vectors.dot(a, b) : Vectors.distance(a, b);
  }

  /** The same directions, of unit length. */
  static float[][] units(float[][] vectors) {
    return Arrays.stream(vectors)
        .map(vector -> Vectors.unit(vector, "a picture"))
        .toArray(float[][]::new);
  }
}
