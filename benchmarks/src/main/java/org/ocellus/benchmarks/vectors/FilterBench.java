package org.ocellus.benchmarks.vectors;

import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.ocellus.benchmarks.BenchCommand;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import org.ocellus.query.VisualQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a filter does to recall: filters that pass a share of the pictures at random; those around
 * some picture, asked by what is near it; and the same, asked by what is far from it.
 */
@Command(
    name = "filters",
    description = "Recall under filters, relative to that without one at the same settings.",
    mixinStandardHelpOptions = true)
public final class FilterBench implements Callable<Integer> {
  private static final int K = 10;
  private static final double[] PERCENT = {50, 10, 1, 0.1};
  private static final int CENTRES = 4;

  @Mixin private VectorFiles files;

  @Option(
      names = "--quantize",
      paramLabel = "BITS",
      defaultValue = "none",
      description = "none, 8, 7, 4, 2 or 1; ${DEFAULT-VALUE} unless said")
  private String quantization;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      defaultValue = "cosine",
      description = "cosine or euclidean; ${DEFAULT-VALUE} unless said")
  private String metric;

  /** A filter by a tag, and the questions asked under it. */
  private record Filtered(String tag, BitSet passing, float[][] queries) {}

  @Override
  public Integer call() throws IOException {
    float[][] vectors = files.vectors();
    float[][] queries = files.queries();
    VectorStorage storage =
        VectorStorage.of(Metric.of(metric)).quantized(Quantization.of(quantization));
    GroundTruth truth = new GroundTruth(Metric.of(metric), vectors);
    List<List<Filtered>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (double percent : PERCENT) {
      names.add("at random, %s %%".formatted(percent));
      rows.add(List.of(random(percent, vectors.length, queries)));
    }
    for (boolean near : new boolean[] {true, false}) {
      for (double percent : PERCENT) {
        names.add(
            "around a picture, asked from %s, %s %%".formatted(near ? "near" : "far", percent));
        rows.add(around(percent, near, vectors, queries));
      }
    }
    System.out.println(BenchCommand.machine());
    System.out.printf(
        "%d × %d, %s, %d queries, topK %d%n",
        vectors.length, vectors[0].length, storage, queries.length, K);
    try (VectorBench bench = new VectorBench(storage)) {
      List<Filtered> all = rows.stream().flatMap(List::stream).toList();
      bench.add(
          vectors,
          i ->
              all.stream()
                  .filter(filter -> filter.passing().get(i))
                  .map(Filtered::tag)
                  .distinct()
                  .toArray(String[]::new));
      bench.optimize();
      System.out.printf(
          "%-42s %6s %8s %11s %7s%n", "filter", "recall", "relative", "latency(ms)", "p95(ms)");
      VectorBench.Answers unfiltered =
          bench.ask(
              Arrays.stream(queries).map(query -> similarTo(query).limit(K)).toList(),
              truth.nearest(queries, K, i -> true));
      row("none", unfiltered, unfiltered);
      for (int i = 0; i < rows.size(); i++) {
        row(names.get(i), ask(bench, rows.get(i), truth), unfiltered);
      }
    }
    return 0;
  }

  private static VectorBench.Answers ask(
      VectorBench bench, List<Filtered> filters, GroundTruth truth) throws IOException {
    List<VisualQuery> questions = new ArrayList<>();
    List<int[]> nearest = new ArrayList<>();
    for (Filtered filter : filters) {
      for (float[] query : filter.queries()) {
        questions.add(similarTo(query).where(keyword(filter.tag())).limit(K));
      }
      nearest.addAll(List.of(truth.nearest(filter.queries(), K, filter.passing()::get)));
    }
    return bench.ask(questions, nearest.toArray(int[][]::new));
  }

  private static void row(
      String name, VectorBench.Answers answers, VectorBench.Answers unfiltered) {
    System.out.printf(
        "%-42s %6.3f %8.3f %11.3f %7.3f%n",
        name,
        answers.recall(),
        answers.recall() / unfiltered.recall(),
        answers.median(),
        answers.p95());
  }

  private static Filtered random(double percent, int size, float[][] queries) {
    Random random = new Random(Double.hashCode(percent));
    BitSet passing = new BitSet(size);
    for (int i = 0; i < size; i++) {
      passing.set(i, random.nextDouble() * 100 < percent);
    }
    return new Filtered("random" + percent, passing, queries);
  }

  /** Around each of some pictures; what is asked are the queries nearest to it, or farthest. */
  private static List<Filtered> around(
      double percent, boolean near, float[][] vectors, float[][] queries) {
    GroundTruth pictures = new GroundTruth(Metric.COSINE, vectors);
    GroundTruth asked = new GroundTruth(Metric.COSINE, queries);
    List<Filtered> filters = new ArrayList<>();
    for (float[] centre : VectorFiles.sample(vectors, CENTRES)) {
      BitSet passing = new BitSet(vectors.length);
      int passed = (int) (vectors.length * percent / 100);
      for (int i : pictures.nearest(new float[][] {centre}, passed, i -> true)[0]) {
        passing.set(i);
      }
      int[] byNearness = asked.nearest(new float[][] {centre}, queries.length, i -> true)[0];
      int part = queries.length / CENTRES;
      int from = near ? 0 : queries.length - part;
      filters.add(
          new Filtered(
              "around" + filters.size() + "-" + percent,
              passing,
              IntStream.range(from, from + part)
                  .mapToObj(i -> queries[byNearness[i]])
                  .toArray(float[][]::new)));
    }
    return filters;
  }
}
