package org.ocellus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.ocellus.index.NpyReader;
import picocli.CommandLine.Option;

/** The vectors that a benchmark indexes, and those that it asks with. */
final class VectorFiles {
  @Option(names = "--vectors", required = true, paramLabel = "FILE.npy", description = "to index")
  private Path vectors;

  @Option(names = "--queries", required = true, paramLabel = "FILE.npy", description = "to ask")
  private Path queries;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "of the queries, evenly spread; ${DEFAULT-VALUE} unless said")
  private int count;

  float[][] vectors() throws IOException {
    return read(vectors);
  }

  float[][] queries() throws IOException {
    return sample(read(queries), count);
  }

  /** All vectors of a NumPy file; what is missing is said with its cure. */
  private static float[][] read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "make it with ./ocellus bench embed DIR --out " + file);
    }
    try (NpyReader reader = new NpyReader(file)) {
      float[][] vectors = new float[Math.toIntExact(reader.rows())][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = reader.next();
      }
      return vectors;
    }
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
