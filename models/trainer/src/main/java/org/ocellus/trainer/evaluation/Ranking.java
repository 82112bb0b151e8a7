package org.ocellus.trainer.evaluation;

/**
 * Orders items by falling score, equal ones by rising number: a radix sort of the scores' bits,
 * several times faster than a sort by comparison. Keeps its buffers, so it is for one thread.
 */
final class Ranking {
  private static final int BITS = 11;
  private static final int BUCKETS = 1 << BITS;

  private int[] keys;
  private int[] items;
  private int[] otherKeys;
  private int[] otherItems;

  /** A ranking of this many items. */
  Ranking(int size) {
    keys = new int[size];
    items = new int[size];
    otherKeys = new int[size];
    otherItems = new int[size];
  }

  /**
   * The items' numbers, best first, in an array that the next call fills anew.
   *
   * @param scores one an item; none is NaN
   */
  int[] of(float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      int bits = Float.floatToRawIntBits(scores[i] + 0f); // -0 equals 0
      int rising = bits ^ (bits >> 31 | Integer.MIN_VALUE); // unsigned, for negative scores as well
      keys[i] = ~rising;
      items[i] = i;
    }
    for (int shift = 0; shift < Integer.SIZE; shift += BITS) {
      pass(shift);
    }
    return items;
  }

  /** Sorts by some bits and keeps the order of those with equal ones. */
  private void pass(int shift) {
    int[] next = new int[BUCKETS + 1];
    for (int key : keys) {
      next[(key >>> shift & BUCKETS - 1) + 1]++;
    }
    for (int b = 0; b < BUCKETS; b++) {
      next[b + 1] += next[b];
    }
    for (int i = 0; i < keys.length; i++) {
      int to = next[keys[i] >>> shift & BUCKETS - 1]++;
      otherKeys[to] = keys[i];
      otherItems[to] = items[i];
    }
    int[] sortedKeys = otherKeys;
    otherKeys = keys;
    keys = sortedKeys;
    int[] sortedItems = otherItems;
    otherItems = items;
    items = sortedItems;
  }
}
