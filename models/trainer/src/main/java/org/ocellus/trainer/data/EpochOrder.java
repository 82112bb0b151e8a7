package org.ocellus.trainer.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Which pictures an epoch shows and in which order; a function of seed and epoch alone. */
final class EpochOrder {
  private EpochOrder() {}

  /**
   * Shuffles the pictures of an epoch.
   *
   * @param weights how often each item occurs: its whole part for certain, its fraction by chance
   * @param items the numbers of the items, parallel to {@code weights}
   */
  static int[] of(int[] items, double[] weights, long seed, int epoch) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
    int[] order = new int[16];
    int size = 0;
    for (int i = 0; i < items.length; i++) {
      int times = (int) weights[i];
      if (random.nextDouble() < weights[i] - times) {
        times++;
      }
      for (int t = 0; t < times; t++) {
        if (size == order.length) {
          order = Arrays.copyOf(order, 2 * size);
        }
        order[size++] = items[i];
      }
    }
    order = Arrays.copyOf(order, size);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
