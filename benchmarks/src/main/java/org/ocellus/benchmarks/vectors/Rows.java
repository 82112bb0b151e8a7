package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.ocellus.index.NpyWriter;

/** The vectors of many things, made by all processors, and written in the order of the things. */
final class Rows {
  /** How many things are given out at once. */
  private static final int BATCH = 64;

  /** How many batches are in memory at once. */
  private static final int BATCHES = 32;

  /** Gives vectors, any number of them for a thing; called by several threads. */
  interface Making<T> {
    List<float[]> of(List<T> things) throws IOException;
  }

  private Rows() {}

  /** Writes the rows of all these things, and says how many there are. */
  static <T> int write(List<T> things, Making<T> making, NpyWriter out) throws IOException {
    int written = 0;
    int step = BATCH * BATCHES;
    for (int from = 0; from < things.size(); from += step) {
      int end = Math.min(from + step, things.size());
      List<List<float[]>> batches =
          IntStream.iterate(from, at -> at < end, at -> at + BATCH)
              .parallel()
              .mapToObj(at -> made(things.subList(at, Math.min(at + BATCH, end)), making))
              .toList();
      for (List<float[]> batch : batches) {
        for (float[] vector : batch) {
          out.add(vector);
          written++;
        }
      }
    }
    return written;
  }

  private static <T> List<float[]> made(List<T> things, Making<T> making) {
    try {
      return making.of(things);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
