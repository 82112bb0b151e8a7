package org.ocellus.trainer.training;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.model.Model;
import org.ocellus.trainer.network.ExportedWeights;
import org.ocellus.trainer.network.Network;

/**
 * What a fine-tuning starts from.
 *
 * @param from a training's checkpoint, or a model folder that a training wrote
 */
record Start(Path from) {
  /**
   * Gives a network its body and those heads that are equal.
   *
   * @throws TrainingException if it cannot be read, or its body is another
   */
  void into(Network network) {
    if (!Files.isDirectory(from)) {
      Checkpoint.loadWeights(from, network.bodyWeights());
      Checkpoint.loadEqualWeights(from, network.headWeights());
      return;
    }
    try (Model model = Model.open(from, 1)) {
      new ExportedWeights(ModelProto.parseFrom(model.graph()).getGraph()).copyTo(network);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "the model %s %s; it is of a network with another body, or no training wrote it; make the recipe's body equal to its own"
              .formatted(from, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new TrainingException("cannot read the model " + from + ": " + e.getMessage(), e);
    }
  }

  /** Whether batch normalisation knows no statistics after it. */
  boolean lacksStatistics() {
    return Files.isDirectory(from);
  }
}
