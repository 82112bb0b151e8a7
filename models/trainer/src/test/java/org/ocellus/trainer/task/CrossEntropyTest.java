package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  private static final float[] LOGITS = {1, 2, -1, 0.5f, 0, 3};
  private static final float[] TARGETS = {0.5f, 0.5f, 0, 1, 0, 0};

  @Test
  void itIsTheCrossEntropyOfSmoothedTargets() {
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = Tensor.create(LOGITS, 2, 3);
      Tensor targets = Tensor.create(TARGETS, 2, 3);

      assertThat((double) new CrossEntropy(0).of(logits, targets).item_float())
          .isCloseTo(reference(0), offset(1e-6));
      assertThat((double) new CrossEntropy(0.1).of(logits, targets).item_float())
          .isCloseTo(reference(0.1), offset(1e-6));
    }
  }

  @Test
  void aFirstGuessAmongTheLabelsIsRight() {
    try (PointerScope scope = new PointerScope()) {
      assertThat(CrossEntropy.right(Tensor.create(LOGITS, 2, 3), Tensor.create(TARGETS, 2, 3)))
          .isEqualTo(1);
    }
  }

  @Test
  void ofMixedPicturesOnlyTheLargerPartIsRight() {
    float[] mixed = {0.7f, 0.3f, 0, 0.3f, 0, 0.7f}; // the guesses are 1 and 2
    try (PointerScope scope = new PointerScope()) {
      assertThat(CrossEntropy.right(Tensor.create(LOGITS, 2, 3), Tensor.create(mixed, 2, 3)))
          .isEqualTo(1);
    }
  }

  private static double reference(double smoothing) {
    double sum = 0;
    for (int row = 0; row < 2; row++) {
      double exponentials = 0;
      for (int c = 0; c < 3; c++) {
        exponentials += Math.exp(LOGITS[3 * row + c]);
      }
      for (int c = 0; c < 3; c++) {
        double target = (1 - smoothing) * TARGETS[3 * row + c] + smoothing / 3;
        sum -= target * (LOGITS[3 * row + c] - Math.log(exponentials));
      }
    }
    return sum / 2;
  }
}
