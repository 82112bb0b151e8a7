package org.ocellus.trainer.task;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Metric learning by comparing the pictures of a batch: each should tell those with a label in
 * common from all others by their cosine (Khosla et al., "Supervised Contrastive Learning", 2020,
 * the loss L_out of equation 2, mean over the pictures that have any of their like in the batch).
 */
final class SupervisedContrastive {
  /** An exponent whose power is 0, finite so that gradients are numbers. */
  private static final double NEVER = -1e30;

  private final double temperature;

  /**
   * Creates a loss.
   *
   * @param temperature what cosines are divided by, above 0; 0.1 in the paper
   */
  SupervisedContrastive(double temperature) {
    this.temperature = temperature;
  }

  /**
   * The loss of a batch; 0 if no two pictures have a label in common.
   *
   * @param embedding {@code [N, dimension]}, need not be normalised
   * @param targets {@code [N, classes]}, above 0 where a picture shows the class
   */
  Tensor of(Tensor embedding, Tensor targets) {
    Tensor unit = torch.normalize(embedding.to(torch.ScalarType.Float));
    Tensor itself = torch.eye(unit.size(0)).to(torch.ScalarType.Bool);
    Tensor logits =
        unit.mm(unit.t()).div(new Scalar(temperature)).masked_fill(itself, new Scalar(NEVER));
    Tensor alike = targets.mm(targets.t()).gt(new Scalar(0)).logical_and(itself.logical_not());
    Tensor number = alike.sum(1);
    Tensor each =
        torch
            .log_softmax(logits, 1)
            .mul(alike.to(torch.ScalarType.Float))
            .sum(1)
            .div(number.clamp_min(new Scalar(1)));
    Tensor anchors = number.gt(new Scalar(0)).sum().clamp_min(new Scalar(1));
    return each.sum().div(anchors).neg();
  }
}
