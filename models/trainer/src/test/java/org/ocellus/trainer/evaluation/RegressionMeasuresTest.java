package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class RegressionMeasuresTest {
  private static final float[][] TRUTHS = {{1}, {2}, {3}, {6}};

  /** Errors 0, 1, −1, 2 about a mean of 3: 1 − 6/14, √(6/4), 4/4. */
  @Test
  void theyAreTheOnesWorkedByHand() {
    RegressionMeasures measures = RegressionMeasures.of(new float[][] {{1}, {1}, {4}, {4}}, TRUTHS);

    assertThat(measures.r2()).isCloseTo(1 - 6.0 / 14, offset(1e-12));
    assertThat(measures.rmse()).isCloseTo(Math.sqrt(1.5), offset(1e-12));
    assertThat(measures.mae()).isCloseTo(1, offset(1e-12));
  }

  @Test
  void perfectIsOneAndAlwaysTheMeanIsZero() {
    assertThat(RegressionMeasures.of(TRUTHS, TRUTHS)).isEqualTo(new RegressionMeasures(1, 0, 0));
    assertThat(RegressionMeasures.of(new float[][] {{3}, {3}, {3}, {3}}, TRUTHS).r2()).isZero();
  }

  @Test
  void severalTargetsCountAlike() {
    float[][] truths = {{0, 0}, {1, 100}};
    float[][] predictions = {{0, 50}, {1, 50}};

    RegressionMeasures measures = RegressionMeasures.of(predictions, truths);

    assertThat(measures).isEqualTo(new RegressionMeasures(0.5, 25, 25));
  }

  @Test
  void aTruthThatIsTheSameEverywhereHasNoR2() {
    float[][] same = {{0.1f}, {0.1f}, {0.1f}};

    assertThat(RegressionMeasures.of(new float[][] {{0.1f}, {0.2f}, {0.1f}}, same).r2()).isNaN();
    assertThat(RegressionMeasures.of(new float[0][], new float[0][]).mae()).isNaN();
  }

  @Test
  void shapesThatDifferAreNamed() {
    assertThatThrownBy(() -> RegressionMeasures.of(new float[][] {{1}}, TRUTHS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 predictions need as many truths, got 4");
    assertThatThrownBy(() -> RegressionMeasures.of(new float[][] {{1}, {2, 3}, {4}, {5}}, TRUTHS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has 2 predictions and 1 truths, row 0 1 truths");
  }
}
