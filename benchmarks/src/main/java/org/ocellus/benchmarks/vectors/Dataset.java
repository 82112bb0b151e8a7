package org.ocellus.benchmarks.vectors;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ocellus.model.Metric;

/**
 * Vectors to index, vectors to ask with, and the true nearest of the former to each of the latter;
 * of unit length where nearness is the cosine, so that every engine is given the same.
 */
record Dataset(Metric metric, float[][] base, float[][] queries, int[][] truth) {

  /** Reads an experiment's vectors, and its truth from this folder, or finds and keeps that. */
  static Dataset read(RecallExperiment experiment, Path data, Path work) throws IOException {
    Metric metric = experiment.metric();
    float[][] rows = alike(metric, VectorReader.read(data.resolve(experiment.base())));
    Path asked = experiment.queries();
    float[][] queries =
        VectorFiles.sample(
            asked == null ? rows : alike(metric, VectorReader.read(data.resolve(asked))),
            experiment.asked());
    if (asked == null) {
      Set<float[]> held = Collections.newSetFromMap(new IdentityHashMap<>());
      held.addAll(List.of(queries));
      rows = Stream.of(rows).filter(row -> !held.contains(row)).toArray(float[][]::new);
    }
    Integer limit = experiment.limit();
    if (limit != null && limit > rows.length) {
      throw new IllegalArgumentException(
          "there are but %d vectors to index in %s: give a --limit up to that, got %d"
              .formatted(rows.length, experiment.base(), limit));
    }
    float[][] base = limit == null ? rows : VectorFiles.sample(rows, limit);
    if (base.length == 0) {
      throw new IOException("nothing is left to index: ask with fewer than " + queries.length);
    }
    Path file =
        work.resolve(
            "truth-%d-%d-%d.ivecs".formatted(base.length, queries.length, experiment.topK()));
    if (!Files.exists(file)) {
      writeIvecs(
          file, new GroundTruth(metric, base).nearest(queries, experiment.topK(), i -> true));
    }
    return new Dataset(metric, base, queries, VectorReader.ivecs(file));
  }

  int dimension() {
    return base[0].length;
  }

  /** Which share of the true nearest is among those found. */
  double recall(int[][] found) {
    long hits = 0;
    long wanted = 0;
    for (int q = 0; q < truth.length; q++) {
      int[] ids = found[q];
      hits +=
          Arrays.stream(truth[q]).filter(i -> Arrays.stream(ids).anyMatch(id -> id == i)).count();
      wanted += truth[q].length;
    }
    return (double) hits / wanted;
  }

  /** Rows of little-endian float32, as the C++ peers read them. */
  static void writeRaw(float[][] vectors, Path file) throws IOException {
    ByteBuffer row =
        ByteBuffer.allocate(vectors[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (float[] vector : vectors) {
        row.clear().asFloatBuffer().put(vector);
        while (row.hasRemaining()) {
          out.write(row);
        }
      }
    }
  }

  static void writeIvecs(Path file, int[][] rows) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      for (int[] row : rows) {
        out.writeInt(Integer.reverseBytes(row.length));
        for (int number : row) {
          out.writeInt(Integer.reverseBytes(number));
        }
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static float[][] alike(Metric metric, float[][] vectors) {
    return metric == Metric.COSINE ? GroundTruth.units(vectors) : vectors;
  }
}
