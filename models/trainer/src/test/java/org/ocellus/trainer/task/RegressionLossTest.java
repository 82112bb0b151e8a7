package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.data.DataException;

class RegressionLossTest {
  private static final double[][] TRAINING = {{1, 100}, {3, 500}};
  private static final Standardisation SCALE =
      Standardisation.of(TRAINING, List.of("age", "price"));
  private static final float[] VALUES = {2, 300, 2.5f, 100, 4, 700};

  @Test
  void targetsAreStandardisedByTheirMeanAndDeviation() {
    assertThat(SCALE).isEqualTo(new Standardisation(List.of(2.0, 300.0), List.of(1.0, 200.0)));
    assertThatThrownBy(() -> Standardisation.of(new double[][] {{7}, {7}}, List.of("age")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("target 'age' is 7.0 in all training pictures");
  }

  @Test
  void withoutDeltaItIsTheMeanSquaredErrorInDeviations() {
    try (PointerScope scope = new PointerScope()) {
      Tensor predictions = predictions();
      GradientCheck.check(
          predictions,
          () -> new RegressionLoss(SCALE, null).of(predictions, Tensor.create(VALUES, 3, 2)),
          at -> mean(at, Double.POSITIVE_INFINITY) * 2);
    }
  }

  @Test
  void withDeltaItIsHubersLossInDeviations() {
    try (PointerScope scope = new PointerScope()) {
      Tensor predictions = predictions();
      GradientCheck.check(
          predictions,
          () -> new RegressionLoss(SCALE, 0.75).of(predictions, Tensor.create(VALUES, 3, 2)),
          at -> mean(at, 0.75));
    }
  }

  @Test
  void anErrorOfOneDeviationCostsTheSameWhateverTheUnit() {
    try (PointerScope scope = new PointerScope()) {
      RegressionLoss loss = new RegressionLoss(SCALE, null);
      Tensor values = Tensor.create(new float[] {2, 300}, 1, 2);

      double age = loss.of(Tensor.create(new float[] {3, 300}, 1, 2), values).item_float();
      double price = loss.of(Tensor.create(new float[] {2, 500}, 1, 2), values).item_float();

      assertThat(age).isCloseTo(0.5, offset(1e-6));
      assertThat(price).isCloseTo(0.5, offset(1e-6));
    }
  }

  private static Tensor predictions() {
    return Tensor.create(new float[] {2.3f, 100, 2.5f, 130, 1, 690}, 3, 2);
  }

  private static double mean(double[] predictions, double delta) {
    double sum = 0;
    for (int i = 0; i < predictions.length; i++) {
      double error = Math.abs(predictions[i] - VALUES[i]) / SCALE.deviation().get(i % 2);
      sum += error <= delta ? error * error / 2 : delta * (error - delta / 2);
    }
    return sum / predictions.length;
  }
}
