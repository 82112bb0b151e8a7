package org.ocellus.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class OneCycleTest {
  private final OneCycle cycle = new OneCycle(0.5, 0.2);

  @Test
  void theRateRisesToItsPeakAndFallsToNearlyNothing() {
    assertThat(cycle.at(0)).isCloseTo(0.02, offset(1e-12));
    assertThat(cycle.at(0.1)).isCloseTo(0.26, offset(1e-12));
    assertThat(cycle.at(0.2)).isCloseTo(0.5, offset(1e-12));
    assertThat(cycle.at(0.6)).isCloseTo(0.250025, offset(1e-12));
    assertThat(cycle.at(1)).isCloseTo(0.00005, offset(1e-12));
  }

  @Test
  void withoutWarmUpItStartsAtThePeak() {
    assertThat(new OneCycle(0.5, 0).at(0)).isEqualTo(0.5);
  }

  @Test
  void aRateThatIsNotAboveZeroIsNamed() {
    assertThatThrownBy(() -> new OneCycle(0, 0.2)).hasMessageContaining("'peak' is 0.0");
  }
}
