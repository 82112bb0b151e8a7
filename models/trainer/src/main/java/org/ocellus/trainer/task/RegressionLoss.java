package org.ocellus.trainer.task;

import org.bytedeco.pytorch.HuberLossOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The mean over pictures and targets of the squared error e², or with {@code delta} of Huber's loss
 * (Huber, "Robust Estimation of a Location Parameter", 1964): e²/2 up to |e| = delta and delta ·
 * (|e| − delta/2) beyond, so that outliers pull no harder than that. Errors are counted in standard
 * deviations of their target.
 */
final class RegressionLoss {
  private final float[] deviation;
  private final @Nullable Double delta;

  /**
   * Creates a loss.
   *
   * @param scale the deviations that errors are divided by
   * @param delta in standard deviations, above 0; null for squared error
   */
  RegressionLoss(Standardisation scale, @Nullable Double delta) {
    deviation = new float[scale.deviation().size()];
    for (int t = 0; t < deviation.length; t++) {
      deviation[t] = scale.deviation().get(t).floatValue();
    }
    this.delta = delta;
  }

  /**
   * The loss of a batch.
   *
   * @param predictions {@code [N, targets]} in the targets' units
   * @param values {@code [N, targets]} in the targets' units
   */
  Tensor of(Tensor predictions, Tensor values) {
    Tensor scale = Tensor.create(deviation, 1, deviation.length);
    Tensor said = predictions.to(torch.ScalarType.Float).div(scale);
    Tensor wanted = values.div(scale);
    return delta == null
        ? torch.mse_loss(said, wanted)
        : torch.huber_loss(said, wanted, huber(delta));
  }

  /** Options of libtorch's Huber loss. */
  static HuberLossOptions huber(double delta) {
    HuberLossOptions options = new HuberLossOptions();
    options.delta().put(delta);
    return options;
  }
}
