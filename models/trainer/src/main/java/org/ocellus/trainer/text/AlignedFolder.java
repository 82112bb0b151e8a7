package org.ocellus.trainer.text;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.model.Model;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.export.DerivedFolder;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.onnx.Graft;
import org.ocellus.trainer.onnx.OnnxGraph;
import org.ocellus.trainer.task.TextEmbeddingLoss;

/** The model folder of a picture encoder that understands sentences. */
final class AlignedFolder {
  /** The output for pictures, and that of the projection of sentences. */
  private static final String OUTPUT = TextEmbeddingLoss.OUTPUT;

  private static final String PROJECTION = "text_projection.onnx";
  private static final String SENTENCE = "sentence_embedding";

  private AlignedFolder() {}

  /**
   * Writes the folder.
   *
   * @param from the picture encoder's
   * @param encoder as {@code ocellus.text.encoder} in {@code config.json}
   * @throws DataException if the network has a {@code text_embedding} already
   */
  static void write(Path from, Model model, Projections projections, String encoder, Path to)
      throws IOException {
    ModelProto graph;
    try {
      graph =
          Graft.onto(
              ModelProto.parseFrom(model.graph()),
              model.embeddingOutput(),
              graph(projections.pictures(), "features"),
              OUTPUT);
    } catch (IllegalArgumentException e) {
      throw new DataException(from + ": " + e.getMessage() + "; align the model it was made of", e);
    }
    DerivedFolder.write(
        from,
        to,
        graph.toByteArray(),
        config ->
            text(config)
                .put("encoder", encoder)
                .put("projection", PROJECTION)
                .put("image_output", OUTPUT));
    Files.write(to.resolve(PROJECTION), graph(projections.sentences(), SENTENCE).toByteArray());
  }

  private static ObjectNode text(ObjectNode config) {
    return config.withObject("/ocellus").putObject("text");
  }

  /** A network over vectors as a graph of one output. */
  private static ModelProto graph(Network network, String input) {
    OnnxGraph graph = new OnnxGraph();
    graph.input(input, -1, network.spec().input().channels());
    network.export(graph, input, 1);
    return graph.toModel(NetworkSpec.EMBEDDING);
  }
}
