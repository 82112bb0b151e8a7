package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The vectors that a benchmark indexes, and those that it asks with. */
final class VectorFiles {
  @Option(names = "--vectors", required = true, paramLabel = "FILE", description = "to index")
  private Path vectors;

  @Option(names = "--queries", required = true, paramLabel = "FILE", description = "to ask")
  private Path queries;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "of the queries, evenly spread; ${DEFAULT-VALUE} unless said")
  private int count;

  float[][] vectors() throws IOException {
    return VectorReader.read(vectors);
  }

  float[][] queries() throws IOException {
    return sample(VectorReader.read(queries), count);
  }

  /** So many of them, evenly spread over the file. */
  static float[][] sample(float[][] vectors, int count) {
    int size = Math.min(count, vectors.length);
    float[][] sample = new float[size][];
    for (int i = 0; i < size; i++) {
      sample[i] = vectors[(int) ((long) i * vectors.length / size)];
    }
    return sample;
  }
}
