package org.ocellus.trainer.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void zeroIsExactAndWithinTheRangeNothingIsOffByMoreThanHalfAStep() {
    for (Range range :
        new Range[] {
          new Range(-1.3f, 2.9f), new Range(0, 6), new Range(-4, 0), new Range(-1, 99)
        }) {
      assertThat(range.nearest(0)).as("%s", range).isZero();
      // The zero point is rounded, which moves both ends by up to half a step.
      for (double x = range.low() + range.scale(); x < range.high() - range.scale(); x += 0.01) {
        assertThat(range.nearest(x)).isCloseTo(x, within(0.5 * range.scale() * 1.0001));
      }
    }
  }

  @Test
  void whatReluGivesHasAllStepsAboveZero() {
    Range range = new Range(0, 5.1f);

    assertThat(range.zeroPoint()).isZero();
    assertThat(range.scale()).isCloseTo(0.02f, within(1e-6f));
    assertThat(range.nearest(-3)).isZero();
    assertThat(range.nearest(7)).isCloseTo(5.1, within(1e-6));
  }

  @Test
  void aRangeWithoutZeroOrEndIsRefused() {
    assertThatThrownBy(() -> new Range(1, 2)).hasMessageContaining("[1.0, 2.0]");
    assertThatThrownBy(() -> new Range(0, Float.POSITIVE_INFINITY))
        .hasMessageContaining("must be finite");
    assertThatThrownBy(() -> new Range(Float.NaN, 1)).hasMessageContaining("NaN");
  }

  @Test
  void valuesThatAreAllZeroStayZero() {
    assertThat(new Range(0, 0).nearest(0)).isZero();
  }

  @Test
  void theBestRangeCutsAnOutlierForWhichAllOthersWouldHaveCoarserSteps() {
    Histogram histogram = new Histogram();
    float[] numbers = new float[1_000_001];
    for (int i = 0; i < 1_000_000; i++) {
      numbers[i] = (float) Math.sin(i);
    }
    numbers[1_000_000] = 4;
    histogram.widen(numbers);
    histogram.count(numbers);

    Range best = histogram.best();

    assertThat(error(numbers, best)).isLessThan(0.5 * error(numbers, new Range(-1, 4)));
    // Bins are a quarter of a step, so the histogram's error is nearly that of the numbers.
    for (float high = 1; high < 4; high += 0.25f) {
      assertThat(error(numbers, best)).isLessThan(1.05 * error(numbers, new Range(-1, high)));
    }
  }

  private static double error(float[] numbers, Range range) {
    double sum = 0;
    for (float number : numbers) {
      sum += Math.pow(number - range.nearest(number), 2);
    }
    return sum;
  }
}
