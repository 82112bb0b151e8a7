package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.ocellus.trainer.task.GradientCheck.dot;
import static org.ocellus.trainer.task.GradientCheck.doubles;
import static org.ocellus.trainer.task.GradientCheck.random;
import static org.ocellus.trainer.task.GradientCheck.unit;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class DistillationLossTest {
  private static final int PICTURES = 4;
  private static final int DIMENSION = 3;

  @Test
  void itIsTheFormula() {
    try (PointerScope scope = new PointerScope()) {
      DistillationLoss loss = new DistillationLoss(2.5);
      Tensor embedding = random(2, PICTURES, DIMENSION);
      Tensor features = random(3, PICTURES, DIMENSION);
      double[] wanted = doubles(Weights.toArray(features));

      GradientCheck.check(
          embedding, () -> loss.of(embedding, features), at -> reference(at, wanted));
    }
  }

  @Test
  void theTeachersOwnDirectionsCostNothing() {
    try (PointerScope scope = new PointerScope()) {
      Tensor features = random(3, PICTURES, DIMENSION);

      assertThat(
              (double)
                  new DistillationLoss(1).of(features.mul(new Scalar(7)), features).item_float())
          .isCloseTo(0, offset(1e-6));
    }
  }

  @Test
  void aBatchOfOneOrOfEqualPicturesHasAFiniteGradient() {
    for (int pictures : new int[] {1, 3}) {
      try (PointerScope scope = new PointerScope()) {
        Tensor embedding = Tensor.create(new float[] {1, 2, 3}, 1, 3).repeat(pictures, 1);
        embedding.set_requires_grad(true);

        new DistillationLoss(1).of(embedding, random(3, 1, 3).repeat(pictures, 1)).backward();

        for (float value : Weights.toArray(embedding.grad())) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  private static double reference(double[] embedding, double[] features) {
    double cosine = 0;
    for (int i = 0; i < PICTURES; i++) {
      cosine += dot(unit(embedding, i, DIMENSION), unit(features, i, DIMENSION)) / PICTURES;
    }
    double[] ours = distances(embedding, DIMENSION);
    double[] theirs = distances(features, DIMENSION);
    double relational = 0;
    for (int p = 0; p < ours.length; p++) {
      double error = Math.abs(ours[p] - theirs[p]);
      relational += (error <= 1 ? error * error / 2 : error - 0.5) / ours.length;
    }
    return 1 - cosine + 2.5 * relational;
  }

  private static double[] distances(double[] rows, int length) {
    double[] distances = new double[PICTURES * (PICTURES - 1) / 2];
    int pair = 0;
    double mean = 0;
    for (int i = 0; i < PICTURES; i++) {
      for (int j = i + 1; j < PICTURES; j++) {
        distances[pair] = Math.sqrt(2 - 2 * dot(unit(rows, i, length), unit(rows, j, length)));
        mean += distances[pair] / distances.length;
        pair++;
      }
    }
    for (int p = 0; p < distances.length; p++) {
      distances[p] /= mean;
    }
    return distances;
  }
}
