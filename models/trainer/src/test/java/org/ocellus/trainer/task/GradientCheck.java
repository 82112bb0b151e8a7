package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;

/** Compares a loss and its gradient with a formula in plain Java and its finite differences. */
final class GradientCheck {
  private static final double STEP = 1e-5;

  private GradientCheck() {}

  /**
   * Asserts that value and gradient agree.
   *
   * @param input float32 leaf that the loss depends on; its gradient is added to
   * @param loss computes the loss from {@code input}
   * @param formula the same of the input's values
   */
  static void check(Tensor input, Supplier<Tensor> loss, ToDoubleFunction<double[]> formula) {
    float[] values = Weights.toArray(input);
    double[] at = new double[values.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = values[i];
    }
    input.set_requires_grad(true);
    Tensor value = loss.get();
    assertThat((double) value.item_float()).isCloseTo(formula.applyAsDouble(at), offset(2e-5));
    value.backward();
    float[] gradient = Weights.toArray(input.grad());
    for (int i = 0; i < at.length; i++) {
      double kept = at[i];
      at[i] = kept + STEP;
      double above = formula.applyAsDouble(at);
      at[i] = kept - STEP;
      double below = formula.applyAsDouble(at);
      at[i] = kept;
      assertThat((double) gradient[i])
          .as("gradient of number " + i)
          .isCloseTo((above - below) / (2 * STEP), offset(2e-4));
    }
  }

  /** Normally distributed numbers. */
  static Tensor random(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = 1;
    for (long size : shape) {
      length *= (int) size;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.create(values, shape);
  }

  /** Row {@code r} of a row-major matrix of rows this long, scaled to unit length. */
  static double[] unit(double[] matrix, int r, int length) {
    double[] row = new double[length];
    double square = 0;
    for (int i = 0; i < length; i++) {
      row[i] = matrix[r * length + i];
      square += row[i] * row[i];
    }
    for (int i = 0; i < length; i++) {
      row[i] /= Math.sqrt(square);
    }
    return row;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[] doubles(float... values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
