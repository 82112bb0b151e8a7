package org.ocellus.benchmarks.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecallCurveTest {
  private static final RecallCurve CURVE =
      RecallCurve.of(
          "a",
          Stream.of(
                  measured(1, 10, 0.9, 900),
                  measured(2, 10, 0.9, 1000),
                  measured(3, 10, 0.9, 5000),
                  // Slower than the next, which finds more.
                  measured(1, 20, 0.91, 90),
                  measured(1, 40, 0.98, 100))
              .toList());

  @Test
  void aPointIsTheMedianOfItsRounds() {
    RecallCurve.Point first = CURVE.points().get(0);
    assertThat(first.qps()).isEqualTo(1000);
    assertThat(first.slowest()).isEqualTo(900);
    assertThat(first.fastest()).isEqualTo(5000);
  }

  @Test
  void whatAnotherBeatsInBothIsNotOnTheFront() {
    assertThat(CURVE.pareto()).extracting(RecallCurve.Point::efSearch).containsExactly(10, 40);
  }

  @Test
  void betweenTwoPointsTheLogarithmOfTheSpeedFallsInALine() {
    assertThat(CURVE.qpsAt(0.94).orElseThrow()).isCloseTo(Math.sqrt(1000 * 100), within(1e-6));
    assertThat(CURVE.qpsAt(0.5).orElseThrow()).isEqualTo(1000);
    assertThat(CURVE.qpsAt(0.99)).isEmpty();
  }

  @Test
  void othersMeasurementsAreNotItsOwn() {
    assertThat(RecallCurve.of("b", List.of(measured(1, 10, 0.9, 1))).points()).isEmpty();
  }

  private static RecallRounds.Measured measured(
      int round, int efSearch, double recall, double qps) {
    return new RecallRounds.Measured(round, "a", efSearch, recall, qps, 1, 2);
  }
}
