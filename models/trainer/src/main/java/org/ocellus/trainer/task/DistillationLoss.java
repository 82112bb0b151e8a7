package org.ocellus.trainer.task;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.network.Weights;

/**
 * Learning a teacher's features: each picture's embedding should point where the teacher's does,
 * and the pictures of a batch should be as far from each other as for the teacher (the
 * distance-wise loss of Park et al., "Relational Knowledge Distillation", 2019, equations 5 to 7).
 * Both look at directions only, as a search by cosine does.
 */
final class DistillationLoss {
  /** The projection's name among the weights. */
  static final String PROJECTION = "distillation.projection";

  /** Keeps a batch of equal pictures from dividing by 0. */
  private static final double LEAST_DISTANCE = 1e-6;

  private final @Nullable Tensor projection;
  private final double relational;

  /**
   * Creates a loss; where the lengths differ, adds a linear projection {@code [dimension, teacher]}
   * to the weights, by which embeddings are compared with features and which is no part of the
   * exported model.
   *
   * @param dimension the embedding's length
   * @param teacher the length of the teacher's features
   * @param relational weight of the relational loss beside the cosine loss, at least 0
   */
  DistillationLoss(Weights weights, int dimension, int teacher, double relational) {
    projection =
        dimension == teacher
            ? null
            : weights.normal(PROJECTION, 1 / Math.sqrt(dimension), dimension, teacher);
    this.relational = relational;
  }

  /**
   * The loss of a batch: mean of 1 − cosine, plus {@code relational} times the mean over all pairs
   * of the Huber loss (delta 1) between the two networks' distances of unit vectors, each divided
   * by its mean over the batch.
   *
   * @param embedding {@code [N, dimension]}, need not be normalised
   * @param features {@code [N, teacher]} of float32, need not be normalised
   */
  Tensor of(Tensor embedding, Tensor features) {
    Tensor student = embedding.to(torch.ScalarType.Float);
    Tensor wanted = torch.normalize(features);
    Tensor projected = projection == null ? student : student.mm(projection);
    Tensor cosine = torch.normalize(projected).mul(wanted).sum(1);
    Tensor loss = cosine.mean().neg().add(new Scalar(1));
    if (relational == 0 || student.size(0) < 2) {
      return loss;
    }
    Tensor relations =
        torch.huber_loss(
            distances(torch.normalize(student)), distances(wanted), RegressionLoss.huber(1));
    return loss.add(relations.mul(new Scalar(relational)));
  }

  /** The cosine of one embedding, projected as in the loss, with the teacher's features. */
  double cosine(float[] embedding, float[] features) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor student = Tensor.create(embedding, 1, embedding.length);
      Tensor projected = projection == null ? student : student.mm(projection);
      Tensor wanted = Tensor.create(features, 1, features.length);
      return torch.normalize(projected).mul(torch.normalize(wanted)).sum().item_float();
    }
  }

  /** The distances of all pairs of rows in units of their mean. */
  private static Tensor distances(Tensor unit) {
    Tensor distances = torch.pdist(unit);
    return distances.div(distances.mean().clamp_min(new Scalar(LEAST_DISTANCE)));
  }
}
