package org.ocellus.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class MovingAverageTest {
  @Test
  void itFollowsTheWeightsFastAtFirstAndThenByItsDecay() {
    try (Weights weights = new Weights(1)) {
      Tensor weight = weights.filled("w", 1, 1);
      try (MovingAverage average = new MovingAverage(0.25, weights)) {
        double expected = 1;
        for (int step = 1; step <= 5; step++) {
          set(weight, step);
          average.update();
          double decay = Math.min(0.25, (1.0 + step) / (10.0 + step));
          expected = decay * expected + (1 - decay) * step;
        }

        average.swap();

        assertThat((double) Weights.toArray(weight)[0]).isCloseTo(expected, offset(1e-6));
      }
    }
  }

  @Test
  void swappingTwiceChangesNothing() {
    try (Weights weights = new Weights(1)) {
      Tensor weight = weights.filled("w", 1, 1);
      try (MovingAverage average = new MovingAverage(0.9, weights)) {
        set(weight, 7);

        average.swap();
        assertThat(Weights.toArray(weight)).containsExactly(1);
        average.swap();

        assertThat(Weights.toArray(weight)).containsExactly(7);
      }
    }
  }

  private static void set(Tensor weight, float value) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      weight.detach().fill_(new Scalar(value));
    }
  }
}
