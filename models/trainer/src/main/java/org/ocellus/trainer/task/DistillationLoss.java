package org.ocellus.trainer.task;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Learning a teacher's features: each picture's embedding should point where the teacher's does,
 * and the pictures of a batch should be as far from each other as for the teacher (the
 * distance-wise loss of Park et al., "Relational Knowledge Distillation", 2019, equations 5 to 7).
 * Both look at directions only, as a search by cosine does.
 *
 * @param relational weight of the relational loss beside the cosine loss, at least 0
 */
record DistillationLoss(double relational) {
  /** Keeps a batch of equal pictures from dividing by 0. */
  private static final double LEAST_DISTANCE = 1e-6;

  /**
   * The loss of a batch: mean of 1 − cosine, plus {@code relational} times the mean over all pairs
   * of the Huber loss (delta 1) between the two networks' distances of unit vectors, each divided
   * by its mean over the batch.
   *
   * @param embedding {@code [N, dimension]}, need not be normalised
   * @param wanted {@code [N, dimension]} of float32, need not be normalised
   */
  Tensor of(Tensor embedding, Tensor wanted) {
    Tensor student = torch.normalize(embedding.to(torch.ScalarType.Float));
    Tensor teacher = torch.normalize(wanted);
    Tensor loss = student.mul(teacher).sum(1).mean().neg().add(new Scalar(1));
    if (relational == 0 || student.size(0) < 2) {
      return loss;
    }
    Tensor relations =
        torch.huber_loss(distances(student), distances(teacher), RegressionLoss.huber(1));
    return loss.add(relations.mul(new Scalar(relational)));
  }

  /** The distances of all pairs of rows in units of their mean. */
  private static Tensor distances(Tensor unit) {
    Tensor distances = torch.pdist(unit);
    return distances.div(distances.mean().clamp_min(new Scalar(LEAST_DISTANCE)));
  }
}
