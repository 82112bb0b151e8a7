package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.trainer.task.GradientCheck.dot;
import static org.ocellus.trainer.task.GradientCheck.random;
import static org.ocellus.trainer.task.GradientCheck.unit;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class SupervisedContrastiveTest {
  private static final int PICTURES = 6;
  private static final int CLASSES = 4;
  private static final int DIMENSION = 5;

  /**
   * The fourth picture shows two classes, the fifth is alone with its class, the sixth has none.
   */
  private static final float[][] TARGETS = {
    {1, 0, 0, 0}, {0, 1, 0, 0}, {1, 0, 0, 0}, {0.5f, 0.5f, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 0}
  };

  @Test
  void itIsTheFormulaOfItsPaper() {
    try (PointerScope scope = new PointerScope()) {
      Tensor embedding = random(7, PICTURES, DIMENSION);
      GradientCheck.check(
          embedding,
          () -> new SupervisedContrastive(0.3).of(embedding, targets(TARGETS)),
          SupervisedContrastiveTest::reference);
    }
  }

  @Test
  void aBatchWithoutTwoAlikeCostsNothingAndTeachesNothing() {
    for (int pictures : new int[] {1, 2}) {
      try (PointerScope scope = new PointerScope()) {
        Tensor embedding = random(7, pictures, DIMENSION);
        embedding.set_requires_grad(true);
        float[][] targets = Arrays.copyOf(TARGETS, pictures);

        Tensor loss = new SupervisedContrastive(0.1).of(embedding, targets(targets));
        loss.backward();

        assertThat(loss.item_float()).isZero();
        assertThat(Weights.toArray(embedding.grad())).containsOnly(0);
      }
    }
  }

  private static Tensor targets(float[][] rows) {
    float[] flat = new float[rows.length * CLASSES];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * CLASSES, CLASSES);
    }
    return Tensor.create(flat, rows.length, CLASSES);
  }

  private static double reference(double[] embedding) {
    double sum = 0;
    int anchors = 0;
    for (int i = 0; i < PICTURES; i++) {
      double all = 0;
      for (int a = 0; a < PICTURES; a++) {
        all += a == i ? 0 : Math.exp(cosine(embedding, i, a) / 0.3);
      }
      double logs = 0;
      int alike = 0;
      for (int p = 0; p < PICTURES; p++) {
        if (p != i && common(TARGETS[i], TARGETS[p])) {
          logs += cosine(embedding, i, p) / 0.3 - Math.log(all);
          alike++;
        }
      }
      if (alike > 0) {
        sum -= logs / alike;
        anchors++;
      }
    }
    return sum / anchors;
  }

  private static double cosine(double[] embedding, int i, int j) {
    return dot(unit(embedding, i, DIMENSION), unit(embedding, j, DIMENSION));
  }

  private static boolean common(float[] some, float[] others) {
    for (int c = 0; c < CLASSES; c++) {
      if (some[c] > 0 && others[c] > 0) {
        return true;
      }
    }
    return false;
  }
}
