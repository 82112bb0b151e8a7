package org.ocellus.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well a contestant places labelled pictures, each asked of all others, by brute force.
 *
 * @param precisionAt10 the share of the ten nearest that have the picture's label
 * @param meanAveragePrecision over the whole ranking
 */
record Sight(double precisionAt10, double meanAveragePrecision) {
  private static final int TEN = 10;

  /**
   * Measures.
   *
   * @param labels one of each picture
   */
  static Sight of(Contestant contestant, List<float[]> vectors, List<String> labels) {
    double[][] each =
        IntStream.range(0, vectors.size())
            .parallel()
            .mapToObj(i -> of(contestant, vectors, labels, i))
            .toArray(double[][]::new);
    return new Sight(
        Arrays.stream(each).mapToDouble(e -> e[0]).average().orElseThrow(),
        Arrays.stream(each).mapToDouble(e -> e[1]).average().orElseThrow());
  }

  private static double[] of(
      Contestant contestant, List<float[]> vectors, List<String> labels, int query) {
    double[] distances = new double[vectors.size()];
    Arrays.setAll(distances, i -> contestant.distance(vectors.get(query), vectors.get(i)));
    int[] ranking =
        IntStream.range(0, distances.length)
            .filter(i -> i != query)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distances[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int found = 0;
    int amongTen = 0;
    double precisions = 0;
    for (int rank = 1; rank <= ranking.length; rank++) {
      if (labels.get(ranking[rank - 1]).equals(labels.get(query))) {
        found++;
        precisions += (double) found / rank;
        amongTen += rank <= TEN ? 1 : 0;
      }
    }
    return new double[] {
      (double) amongTen / Math.min(TEN, ranking.length), found == 0 ? 0 : precisions / found
    };
  }
}
