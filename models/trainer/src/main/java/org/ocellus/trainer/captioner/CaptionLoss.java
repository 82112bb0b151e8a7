package org.ocellus.trainer.captioner;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The weighted mean cross-entropy of the next words, those that are ignored left out. */
public final class CaptionLoss {
  private static final long NONE = 0; // at::Reduction::None

  private CaptionLoss() {}

  /**
   * The loss.
   *
   * @param logits {@code [N, L, words]}
   * @param smoothing what share of the target's probability is spread over all words
   */
  public static Tensor of(Tensor logits, CaptionBatch batch, double smoothing) {
    Tensor losses =
        torch.cross_entropy_loss(
            logits.to(torch.ScalarType.Float).reshape(-1, logits.size(2)),
            batch.targets(),
            new TensorOptional(),
            NONE,
            CaptionBatch.IGNORED,
            smoothing);
    return losses.mul(batch.weights()).sum().div(new Scalar((double) batch.targetCount()));
  }
}
