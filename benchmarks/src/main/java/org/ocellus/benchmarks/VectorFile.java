package org.ocellus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.ocellus.index.NpyReader;

/** Vectors that a benchmark reads. */
final class VectorFile {
  private VectorFile() {}

  /** All vectors of a NumPy file; what is missing is said with its cure. */
  static float[][] read(Path file) throws IOException {
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
