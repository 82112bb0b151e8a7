package org.ocellus.trainer.text;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;

/**
 * Learning which sentence belongs to which picture: of a batch of pairs, each picture should tell
 * its sentence from all others by cosine, and each sentence its picture (symmetric InfoNCE with a
 * learned temperature; Radford et al., "Learning Transferable Visual Models From Natural Language
 * Supervision", 2021, figure 3).
 */
final class ContrastiveLoss {
  /** The paper's first temperature, as the logarithm of its reciprocal. */
  private static final float FIRST = (float) Math.log(1 / 0.07);

  /** The paper's limit: cosines are multiplied by 100 at most. */
  private static final double GREATEST = Math.log(100);

  private final Tensor logScale;

  /** Creates a loss whose temperature is one of the weights. */
  ContrastiveLoss(Weights weights) {
    logScale = weights.filled("contrastive.logScale", FIRST, 1);
  }

  /**
   * The loss of a batch.
   *
   * @param pictures {@code [N, dimension]}, need not be normalised
   * @param sentences {@code [N, dimension]}, row by row those of the pictures
   */
  Tensor of(Tensor pictures, Tensor sentences) {
    Tensor scale = logScale.clamp_max(new Scalar(GREATEST)).exp();
    Tensor logits = torch.normalize(pictures).mm(torch.normalize(sentences).t()).mul(scale);
    Tensor byPicture = torch.log_softmax(logits, 1).diagonal().mean();
    Tensor bySentence = torch.log_softmax(logits, 0).diagonal().mean();
    return byPicture.add(bySentence).mul(new Scalar(-0.5));
  }
}
