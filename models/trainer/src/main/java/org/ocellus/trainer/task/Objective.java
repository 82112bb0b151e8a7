package org.ocellus.trainer.task;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.network.Outputs;

/**
 * What a network is trained for. Parameters of its own it keeps among the network's weights, so
 * that they are trained and saved with them. Not safe for use by several threads.
 */
public interface Objective {
  /**
   * The mean loss of a batch, a float32 scalar to go backward from; belongs to the caller's {@code
   * PointerScope}. Runs outside of autocast.
   *
   * @param outputs of the network for the batch, perhaps in bfloat16
   */
  Tensor loss(Outputs outputs, Batch batch);

  /**
   * Told, before training goes on from another network, what that says of some pictures.
   *
   * @param embeddings a row for each picture
   * @param items the pictures' numbers
   * @param crops which of its fixed crops each is; empty if there are none
   */
  default void startFrom(float[][] embeddings, int[] items, int[] crops) {}

  /** What is shown of a training batch beside its loss: means over its pictures, by name. */
  Map<String, Double> seen(Outputs outputs, Batch batch);

  /** What is measured on held-out pictures, by name, in the order to be shown. */
  Map<String, Double> measure(Predictions predictions);
}
