package org.ocellus.trainer.task;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Cross-entropy of soft targets, and how many first guesses are right. */
final class CrossEntropy {
  private final double smoothing;

  CrossEntropy(double smoothing) {
    this.smoothing = smoothing;
  }

  /**
   * The batch's mean cross-entropy against {@code (1 − smoothing) · target + smoothing / classes}.
   *
   * @param logits {@code [N, classes]}
   * @param targets {@code [N, classes]}, each row sums to 1
   */
  Tensor of(Tensor logits, Tensor targets) {
    Tensor logProbability = torch.log_softmax(logits.to(torch.ScalarType.Float), 1);
    Tensor loss = targets.mul(logProbability).sum(1).mean().mul(new Scalar(smoothing - 1));
    return smoothing == 0 ? loss : loss.add_(logProbability.mean().mul(new Scalar(-smoothing)));
  }

  /**
   * In how many rows the greatest logit belongs to a class whose target is the greatest, or one of
   * them: any of a picture's labels, but of two pictures that are mixed only the larger part's.
   */
  static long right(Tensor logits, Tensor targets) {
    Tensor guess = logits.argmax(new LongOptional(1), true);
    return targets.gather(1, guess).eq(targets.amax(new long[] {1}, true)).sum().item_long();
  }
}
