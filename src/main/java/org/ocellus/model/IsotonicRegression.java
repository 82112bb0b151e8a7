package org.ocellus.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The non-increasing sequence nearest to given means by weighted least squares, by pooling adjacent
 * violators.
 *
 * <p>Source: Barlow, Bartholomew, Bremner and Brunk, "Statistical Inference under Order
 * Restrictions" (1972), chapter 1.
 */
final class IsotonicRegression {

  /**
   * Neighbouring values that were given one mean.
   *
   * @param end how many values there are up to here, this pool's included
   */
  record Pool(int end, double sum, double weight) {
    double mean() {
      return sum / weight;
    }
  }

  private IsotonicRegression() {}

  /**
   * Pools of strictly falling means.
   *
   * @param sums of the observations at each place
   * @param weights how many observations there are at each place, at least 1
   */
  static List<Pool> falling(double[] sums, double[] weights) {
    List<Pool> pools = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      Pool last = new Pool(i + 1, sums[i], weights[i]);
      while (!pools.isEmpty() && pools.getLast().mean() <= last.mean()) {
        Pool before = pools.removeLast();
        last = new Pool(i + 1, before.sum + last.sum, before.weight + last.weight);
      }
      pools.add(last);
    }
    return pools;
  }
}
