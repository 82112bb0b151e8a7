package org.ocellus.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class PrecisionTrialTest {
  @Test
  void bothPrecisionsAreTriedAndTheWeightsAreAsBefore() {
    List<Boolean> tried = new ArrayList<>();
    try (Weights weights = new Weights(1)) {
      Tensor weight = weights.filled("w", 3, 2);

      PrecisionTrial.bfloat16IsFaster(
          weights,
          bfloat16 -> {
            tried.add(bfloat16);
            try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
              weight.detach().add_(new Scalar(1));
            }
          });

      assertThat(tried).contains(true, false);
      assertThat(Weights.toArray(weight)).containsExactly(3, 3);
    }
  }
}
