package org.ocellus.trainer.training;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.model.Model;
import org.ocellus.trainer.export.ParityCheck;
import org.ocellus.trainer.network.ExportedWeights;
import org.ocellus.trainer.network.Network;

/**
 * What a fine-tuning starts from.
 *
 * @param from a training's checkpoint, or a model folder that a training wrote
 */
record Start(Path from) {
  private static final String CURE = "make the recipe's body equal to its own";

  /** Rounding is some thousand times less. */
  private static final double GREATEST_DIFFERENCE = 0.01;

  /**
   * Gives a network its body and those heads that are equal.
   *
   * @throws TrainingException if it cannot be read, or its body is another
   */
  void into(Network network) {
    if (!Files.exists(from)) {
      throw new TrainingException(
          "there is no "
              + from
              + " to start from; give a model folder or a training's checkpoint.pt");
    }
    if (!Files.isDirectory(from)) {
      Checkpoint.loadWeights(from, network.bodyWeights(), CURE);
      Checkpoint.loadEqualWeights(from, network.headWeights());
      return;
    }
    try (Model model = Model.open(from, 1)) {
      copy(ModelProto.parseFrom(model.graph()), network);
    } catch (IOException | IllegalArgumentException e) {
      throw new TrainingException("cannot read the model " + from + ": " + e.getMessage(), e);
    }
  }

  private void copy(ModelProto model, Network network) throws IOException {
    try {
      new ExportedWeights(model.getGraph()).copyTo(network);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "the model %s %s; it is of a network with another body, or no training wrote it; %s"
              .formatted(from, e.getMessage(), CURE),
          e);
    }
    // As many numbers may stand for other layers: another stride, padding or activation.
    if (ParityCheck.isFor(network, model)
        && ParityCheck.embeddingDifference(network, model) > GREATEST_DIFFERENCE) {
      throw new TrainingException(
          "the model %s gives other embeddings than the recipe's network with its weights: some layer has other options; %s"
              .formatted(from, CURE));
    }
  }
}
