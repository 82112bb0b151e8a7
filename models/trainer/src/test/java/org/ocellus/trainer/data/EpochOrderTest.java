package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  private final int[] items = IntStream.range(0, 1000).toArray();

  @Test
  void aWeightOfTwoAndAHalfShowsAnItemTwiceOrThreeTimes() {
    double[] weights = new double[items.length];
    Arrays.fill(weights, 2.5);

    int[] order = EpochOrder.of(items, weights, 1, 1);

    int[] counts = new int[items.length];
    for (int item : order) {
      counts[item]++;
    }
    assertThat(Arrays.stream(counts).distinct().sorted().toArray()).containsExactly(2, 3);
    assertThat(order.length).isBetween(2400, 2600);
  }

  @Test
  void eachEpochHasItsOwnOrderThatRepeats() {
    double[] weights = new double[items.length];
    Arrays.fill(weights, 1);

    int[] first = EpochOrder.of(items, weights, 1, 1);

    assertThat(EpochOrder.of(items, weights, 1, 1)).isEqualTo(first);
    assertThat(EpochOrder.of(items, weights, 1, 2)).isNotEqualTo(first);
    Arrays.sort(first);
    assertThat(first).isEqualTo(items);
  }
}
