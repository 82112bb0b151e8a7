package org.ocellus.duplicates;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds 64-bit hashes within a distance of few bits without comparing all.
 *
 * <p>Source: Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing"
 * (CVPR 2012): of four chunks of 16 bits, two hashes that differ in at most r bits agree in one to
 * within ⌊r / 4⌋ bits, so that it is enough to look at the hashes whose chunk is that near.
 */
final class HashIndex {
  private static final int CHUNKS = 4;
  private static final int CHUNK_BITS = 16;
  private static final int BUCKETS = 1 << CHUNK_BITS;

  private final long[] hashes;

  /** By chunk: where the places of each bucket begin. */
  private final int[][] starts = new int[CHUNKS][BUCKETS + 1];

  /** By chunk: places of hashes, ordered by bucket. */
  private final int[][] places;

  private final int radius;
  private final int chunkRadius;

  /** Differences between chunks within the chunk radius. */
  private final int[] masks;

  /**
   * @param hashes found by their place here
   * @param members the places that count
   * @param radius the most bits by which what is found differs, in [0, 15]
   */
  HashIndex(long[] hashes, int[] members, int radius) {
    this.hashes = hashes;
    this.radius = radius;
    this.chunkRadius = radius / CHUNKS;
    this.masks =
        IntStream.range(0, BUCKETS).filter(mask -> Integer.bitCount(mask) <= chunkRadius).toArray();
    this.places = new int[CHUNKS][members.length];
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      int[] start = starts[chunk];
      for (int place : members) {
        start[bucket(hashes[place], chunk) + 1]++;
      }
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        start[bucket + 1] += start[bucket];
      }
      int[] next = start.clone();
      for (int place : members) {
        places[chunk][next[bucket(hashes[place], chunk)]++] = place;
      }
    }
  }

  /**
   * Shows the place of every hash within the radius, each once, in no order that means anything.
   */
  void near(long hash, IntConsumer found) {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      int own = bucket(hash, chunk);
      for (int mask : masks) {
        int bucket = own ^ mask;
        for (int i = starts[chunk][bucket]; i < starts[chunk][bucket + 1]; i++) {
          long difference = hash ^ hashes[places[chunk][i]];
          if (Long.bitCount(difference) <= radius && isFirst(difference, chunk)) {
            found.accept(places[chunk][i]);
          }
        }
      }
    }
  }

  /** Whether no chunk before this one is near enough to have shown it. */
  private boolean isFirst(long difference, int chunk) {
    for (int before = 0; before < chunk; before++) {
      if (Integer.bitCount(bucket(difference, before)) <= chunkRadius) {
        return false;
      }
    }
    return true;
  }

  private static int bucket(long hash, int chunk) {
    return (int) (hash >>> chunk * CHUNK_BITS) & (BUCKETS - 1);
  }
}
