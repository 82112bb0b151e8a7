package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule cycle = new Schedule.OneCycle(0.5, 0.2);

  @Test
  void theRateRisesToItsPeakAndFallsToNearlyNothing() {
    assertThat(cycle.at(0)).isCloseTo(0.02, offset(1e-12));
    assertThat(cycle.at(0.1)).isCloseTo(0.26, offset(1e-12));
    assertThat(cycle.at(0.2)).isCloseTo(0.5, offset(1e-12));
    assertThat(cycle.at(0.6)).isCloseTo(0.250025, offset(1e-12));
    assertThat(cycle.at(1)).isCloseTo(0.00005, offset(1e-12));
  }

  @Test
  void theCosineRisesStraightAndFallsToNothing() {
    Schedule cosine = new Schedule.Cosine(0.5, 0.2);

    assertThat(cosine.at(0)).isZero();
    assertThat(cosine.at(0.1)).isCloseTo(0.25, offset(1e-12));
    assertThat(cosine.at(0.2)).isCloseTo(0.5, offset(1e-12));
    assertThat(cosine.at(0.6)).isCloseTo(0.25, offset(1e-12));
    assertThat(cosine.at(1)).isCloseTo(0, offset(1e-12));
  }

  @Test
  void withoutWarmUpItStartsAtThePeak() {
    assertThat(new Schedule.OneCycle(0.5, 0).at(0)).isEqualTo(0.5);
  }

  @Test
  void aRateThatIsNotAboveZeroIsNamed() {
    assertThatThrownBy(() -> new Schedule.OneCycle(0, 0.2))
        .hasMessageContaining("'peak' must be > 0, got 0.0");
  }
}
