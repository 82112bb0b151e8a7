package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.ocellus.trainer.task.GradientCheck.doubles;
import static org.ocellus.trainer.task.GradientCheck.random;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class SoftTargetsTest {
  private static final int PICTURES = 3;
  private static final int CLASSES = 4;
  private static final double TEMPERATURE = 2;

  private static final SoftTargets LOSS = new SoftTargets(0.3, TEMPERATURE);

  @Test
  void itIsTheFormula() {
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = random(1, PICTURES, CLASSES);
      Tensor teacher = random(2, PICTURES, CLASSES);
      double[] wanted = doubles(Weights.toArray(teacher));

      GradientCheck.check(logits, () -> LOSS.of(logits, teacher), at -> reference(at, wanted));
    }
  }

  @Test
  void theTeachersOwnLogitsCostNothingWhateverTheirOffset() {
    try (PointerScope scope = new PointerScope()) {
      Tensor teacher = random(2, PICTURES, CLASSES);

      assertThat((double) LOSS.of(teacher.add(new Scalar(7)), teacher).item_float())
          .isCloseTo(0, offset(1e-6));
    }
  }

  /** 0.3 · T² · mean over pictures of Σ p log(p / q). */
  private static double reference(double[] student, double[] teacher) {
    double sum = 0;
    for (int i = 0; i < PICTURES; i++) {
      double[] p = softmax(teacher, i);
      double[] q = softmax(student, i);
      for (int c = 0; c < CLASSES; c++) {
        sum += p[c] * Math.log(p[c] / q[c]);
      }
    }
    return 0.3 * TEMPERATURE * TEMPERATURE * sum / PICTURES;
  }

  private static double[] softmax(double[] rows, int row) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      p[c] = Math.exp(rows[row * CLASSES + c] / TEMPERATURE);
      sum += p[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      p[c] /= sum;
    }
    return p;
  }
}
