package org.ocellus.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.OptimiserSpec;

/** Steps on a loss of {@code gradient · weight}, against the papers' formulas. */
class OptimiserTest {
  private static final double[] GRADIENTS = {0.5, -1.5, 2};
  private static final double RATE = 0.1;

  @Test
  void sgdKeepsNesterovMomentumAndDecaysMatricesOnly() {
    OptimiserSpec spec = new OptimiserSpec.Sgd(0.9, 0.01, null);
    double[] matrix = {1, 0};
    double[] bias = {1, 0};
    for (double gradient : GRADIENTS) {
      sgd(matrix, gradient, 0.01);
      sgd(bias, gradient, 0);
    }

    assertThat(trained(spec)).containsExactly(new double[] {matrix[0], bias[0]}, offset(1e-6));
  }

  @Test
  void adamWHasItsTwoDecaysAndDecoupledWeightDecayOnMatricesOnly() {
    OptimiserSpec spec = new OptimiserSpec.AdamW(0.8, 0.99, 0.05, null);

    assertThat(trained(spec)).containsExactly(new double[] {adamW(0.05), adamW(0)}, offset(1e-5));
  }

  @Test
  void aGradientLongerThanTheClipIsShortened() {
    OptimiserSpec spec = new OptimiserSpec.Sgd(0, 0, 0.1);

    double[] weights = trained(spec);

    double each = 0.1 / Math.sqrt(2) * RATE; // two equal components of a gradient of length 0.1
    assertThat(weights[0]).isCloseTo(1 - each, offset(1e-6));
  }

  /** PyTorch's form of Nesterov momentum: v = μv + g, w −= r (g + μv). */
  private static void sgd(double[] state, double gradient, double decay) {
    double g = gradient + decay * state[0];
    state[1] = 0.9 * state[1] + g;
    state[0] -= RATE * (g + 0.9 * state[1]);
  }

  private static double adamW(double decay) {
    double w = 1;
    double mean = 0;
    double square = 0;
    for (int t = 1; t <= GRADIENTS.length; t++) {
      double g = GRADIENTS[t - 1];
      w -= RATE * decay * w;
      mean = 0.8 * mean + 0.2 * g;
      square = 0.99 * square + 0.01 * g * g;
      double unbiased = mean / (1 - Math.pow(0.8, t));
      double deviation = Math.sqrt(square / (1 - Math.pow(0.99, t)));
      w -= RATE * unbiased / (deviation + 1e-8);
    }
    return w;
  }

  /** A matrix of one number and a bias, both 1 at first, after a step for each gradient. */
  private static double[] trained(OptimiserSpec spec) {
    double[] first = spec.clip() == null ? GRADIENTS : new double[] {3};
    try (Weights weights = new Weights(1)) {
      Tensor matrix = weights.filled("matrix", 1, 1, 1);
      Tensor bias = weights.filled("bias", 1, 1);
      try (Optimiser optimiser = new Optimiser(spec, weights)) {
        for (double gradient : first) {
          try (PointerScope scope = new PointerScope()) {
            optimiser.zeroGradients();
            Tensor factor = Tensor.create((float) gradient);
            matrix.sum().add(bias.sum()).mul(factor).sum().backward();
            optimiser.step(RATE);
          }
        }
      }
      return new double[] {Weights.toArray(matrix)[0], Weights.toArray(bias)[0]};
    }
  }
}
