package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.util.Arrays;

/** Something that finds near vectors, with its index of a {@link Dataset} open. For one thread. */
interface Engine extends AutoCloseable {
  /** As experiments call it. */
  String name();

  /** Whether it compares with all vectors, so that efSearch means nothing to it. */
  default boolean isExact() {
    return false;
  }

  /**
   * What was found, as numbers of vectors, and how long it took.
   *
   * @param nanos of each query
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Pass(int[][] found, long[] nanos) {
    double queriesPerSecond() {
      return nanos.length / (Arrays.stream(nanos).sum() / 1e9);
    }

    /** The time, in microseconds, that this share of the queries took at most. */
    double micros(double share) {
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))] / 1e3;
    }
  }

  /** Asks each question once, one after another. */
  Pass pass(float[][] queries, int topK, int efSearch) throws IOException;

  @Override
  void close() throws IOException;

  /** An engine of this JVM. */
  abstract class InProcess implements Engine {
    /** The numbers of the nearest, once id and score of each were read. */
    abstract int[] search(float[] query, int topK, int efSearch) throws IOException;

    @Override
    public final Pass pass(float[][] queries, int topK, int efSearch) throws IOException {
      int[][] found = new int[queries.length][];
      long[] nanos = new long[queries.length];
      for (int q = 0; q < queries.length; q++) {
        long start = System.nanoTime();
        found[q] = search(queries[q], topK, efSearch);
        nanos[q] = System.nanoTime() - start;
      }
      return new Pass(found, nanos);
    }
  }
}
