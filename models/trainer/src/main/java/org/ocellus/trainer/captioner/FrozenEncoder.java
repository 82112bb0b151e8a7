package org.ocellus.trainer.captioner;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import org.ocellus.image.Preprocessing;
import org.ocellus.model.Model;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.onnx.LastPlanes;

/**
 * An image network that a captioner sees with, and that does not change.
 *
 * @param name the model's
 * @param planes the network up to its last planes
 * @param preprocessing how a picture becomes its input
 * @param fingerprint of network and preprocessing
 */
public record FrozenEncoder(
    String name, LastPlanes planes, Preprocessing preprocessing, String fingerprint) {

  /**
   * Reads a model folder.
   *
   * @throws DataException if there is none, or its network has no planes
   */
  public static FrozenEncoder open(Path folder) {
    try (Model model = Model.open(folder, 1)) {
      Preprocessing preprocessing = model.preprocessing();
      LastPlanes planes =
          LastPlanes.of(
              ModelProto.parseFrom(model.graph()), preprocessing.height(), preprocessing.width());
      return new FrozenEncoder(model.name(), planes, preprocessing, model.fingerprint().toString());
    } catch (IOException e) {
      throw new DataException(
          "cannot see with the encoder %s: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
