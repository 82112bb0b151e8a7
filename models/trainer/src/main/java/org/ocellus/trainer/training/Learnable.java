package org.ocellus.trainer.training;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;

/**
 * A network and what it is to learn of batches. What is made belongs to the caller's {@code
 * PointerScope}.
 *
 * @param <B> batches
 * @param <O> what the network says of one
 */
public interface Learnable<B, O> {
  /** What changes by learning. */
  Weights weights();

  /** Runs the network as in training; called in the precision that is learned in. */
  O forward(B batch);

  /** The loss, a mean over the batch, in float32. */
  Tensor loss(O outputs, B batch);

  /** What is shown beside the loss, by name. */
  default Map<String, Double> seen(O outputs, B batch) {
    return Map.of();
  }
}
