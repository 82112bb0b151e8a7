package org.ocellus.benchmarks.vectors;

import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.ocellus.benchmarks.BenchCommand;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorFormat;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import org.ocellus.query.VisualQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What each quantisation costs and saves, with the columns of Lucene's own benchmark of nearest
 * neighbours (knnPerfTest): as indexed, then in one segment; besides, exact search of the floats.
 */
@Command(
    name = "quantization",
    description = "Recall, latency, size and memory of float and quantised vectors.",
    mixinStandardHelpOptions = true)
public final class QuantizationBench implements Callable<Integer> {
  private static final int K = 10;

  /** The engine searches for this many hits where ten are asked for: org.ocellus.query.Steps. */
  private static final int STEP = 50;

  @Mixin private VectorFiles files;

  @Option(
      names = "--quantize",
      split = ",",
      paramLabel = "BITS",
      defaultValue = "none,8,7,4,2,1",
      description = "which; ${DEFAULT-VALUE} unless said")
  private List<String> quantizations = List.of();

  @Option(
      names = "--metric",
      split = ",",
      paramLabel = "METRIC",
      defaultValue = "cosine,euclidean",
      description = "which; ${DEFAULT-VALUE} unless said")
  private List<String> metrics = List.of();

  @Override
  public Integer call() throws IOException {
    float[][] vectors = files.vectors();
    float[][] queries = files.queries();
    System.out.println(BenchCommand.machine());
    System.out.printf(
        "%-9s %-9s %6s %11s %7s %7s %4s %6s %7s %9s %10s %8s %14s %12s %14s %11s%n",
        "metric",
        "quantized",
        "recall",
        "latency(ms)",
        "p95(ms)",
        "nDoc",
        "topK",
        "fanout",
        "maxConn",
        "beamWidth",
        "overSample",
        "index(s)",
        "force_merge(s)",
        "num_segments",
        "index_size(MB)",
        "vec_RAM(MB)");
    for (String name : metrics) {
      Metric metric = Metric.of(name);
      int[][] truth = new GroundTruth(metric, vectors).nearest(queries, K, i -> true);
      for (String bits : quantizations) {
        measure(VectorStorage.of(metric).quantized(Quantization.of(bits)), vectors, queries, truth);
      }
    }
    return 0;
  }

  private static void measure(
      VectorStorage storage, float[][] vectors, float[][] queries, int[][] truth)
      throws IOException {
    List<VisualQuery> questions =
        Arrays.stream(queries).map(query -> similarTo(query).limit(K)).toList();
    try (VectorBench bench = new VectorBench(storage)) {
      double indexing = bench.add(vectors, i -> new String[0]);
      String bits = storage.quantization().id();
      row(bits, storage, bench.ask(questions, truth), vectors.length, indexing, 0, bench);
      double merging = bench.optimize();
      row(bits, storage, bench.ask(questions, truth), vectors.length, indexing, merging, bench);
      if (storage.quantization() == Quantization.NONE) {
        List<VisualQuery> exact =
            Arrays.stream(queries)
                .<VisualQuery>map(query -> similarTo(query).exactly().limit(K))
                .toList();
        row("exact", storage, bench.ask(exact, truth), vectors.length, indexing, merging, bench);
      }
    }
  }

  private static void row(
      String searched,
      VectorStorage storage,
      VectorBench.Answers answers,
      int documents,
      double indexing,
      double merging,
      VectorBench bench)
      throws IOException {
    System.out.printf(
        "%-9s %-9s %6.3f %11.3f %7.3f %7d %4d %6d %7d %9d %10d %8.1f %14.1f %12d %14.1f %11.1f%n",
        storage.metrics().iterator().next().id(),
        searched,
        answers.recall(),
        answers.median(),
        answers.p95(),
        documents,
        K,
        STEP * storage.quantization().oversampling() - K,
        VectorFormat.MAX_CONN,
        VectorFormat.EF_CONSTRUCTION,
        storage.quantization().oversampling(),
        indexing,
        merging,
        bench.segments(),
        bench.megabytes(),
        bench.hotMegabytes(storage));
  }
}
