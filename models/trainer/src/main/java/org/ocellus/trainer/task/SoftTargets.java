package org.ocellus.trainer.task;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Learning a teacher's class probabilities: the divergence of the student's from the teacher's,
 * both softened by a temperature T, times T² so that its gradient does not shrink with it (Hinton
 * et al., "Distilling the Knowledge in a Neural Network", 2015, section 2).
 */
final class SoftTargets {
  private final double weight;
  private final double temperature;

  SoftTargets(double weight, double temperature) {
    this.weight = weight;
    this.temperature = temperature;
  }

  /**
   * The weighted loss.
   *
   * @param logits {@code [N, classes]}
   * @param teacher {@code [N, classes]}: logits, or logarithms of probabilities
   */
  Tensor of(Tensor logits, Tensor teacher) {
    Scalar softer = new Scalar(1 / temperature);
    Tensor student = torch.log_softmax(logits.to(torch.ScalarType.Float).mul(softer), 1);
    Tensor wanted = torch.log_softmax(teacher.mul(softer), 1);
    Tensor divergence = wanted.exp().mul(wanted.sub(student)).sum(1).mean();
    return divergence.mul(new Scalar(weight * temperature * temperature));
  }
}
