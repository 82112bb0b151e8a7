package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IsotonicRegressionTest {

  @Test
  void whatFallsAlreadyStaysAsItIs() {
    assertThat(IsotonicRegression.falling(new double[] {9, 5, 1}, new double[] {10, 10, 10}))
        .extracting(IsotonicRegression.Pool::mean)
        .containsExactly(0.9, 0.5, 0.1);
  }

  /** The least-squares fit is minₛ≤ᵢ maxₜ≥ᵢ mean(s…t), by Barlow et al., theorem 1.4. */
  @Test
  void theFitIsTheOneOfTheMinMaxFormula() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      int count = 1 + random.nextInt(30);
      double[] weights = random.doubles(count, 1, 20).toArray();
      double[] sums =
          IntStream.range(0, count).mapToDouble(i -> weights[i] * random.nextDouble()).toArray();

      List<IsotonicRegression.Pool> pools = IsotonicRegression.falling(sums, weights);

      int place = 0;
      for (IsotonicRegression.Pool pool : pools) {
        for (; place < pool.end(); place++) {
          assertThat(pool.mean()).isCloseTo(minMax(sums, weights, place), within(1e-12));
        }
      }
      assertThat(place).isEqualTo(count);
    }
  }

  private static double minMax(double[] sums, double[] weights, int at) {
    double least = Double.POSITIVE_INFINITY;
    for (int s = 0; s <= at; s++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int t = at; t < sums.length; t++) {
        double sum = 0;
        double weight = 0;
        for (int i = s; i <= t; i++) {
          sum += sums[i];
          weight += weights[i];
        }
        most = Math.max(most, sum / weight);
      }
      least = Math.min(least, most);
    }
    return least;
  }
}
