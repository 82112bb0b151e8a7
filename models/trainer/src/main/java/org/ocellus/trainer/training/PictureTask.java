package org.ocellus.trainer.training;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.task.Objective;

/**
 * A network of pictures and its task.
 *
 * @param network stays the caller's to close
 * @param objective what it learns
 */
public record PictureTask(Network network, Objective objective)
    implements Learnable<Batch, Outputs> {
  @Override
  public Weights weights() {
    return network.weights();
  }

  @Override
  public Outputs forward(Batch batch) {
    return network.forward(batch.pictures(), true);
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    return objective.loss(outputs, batch);
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    return objective.seen(outputs, batch);
  }
}
