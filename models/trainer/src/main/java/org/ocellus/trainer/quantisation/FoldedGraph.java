package org.ocellus.trainer.quantisation;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocellus.model.ModelException;
import org.ocellus.model.OnnxRuntime;

/**
 * A graph made ready for quantisation by ONNX Runtime: batch normalisations and constant factors
 * are folded into the convolutions, constants computed, nodes without effect removed. It computes
 * the same.
 */
final class FoldedGraph {
  private FoldedGraph() {}

  /**
   * Folds a graph.
   *
   * @param model left as it is
   * @throws ModelException if ONNX Runtime refuses it
   * @throws IOException if the temporary folder cannot be written
   */
  static ModelProto of(ModelProto model) throws IOException {
    OrtEnvironment environment = OnnxRuntime.environment();
    Path file = Files.createTempFile("ocellus", ".onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
      options.setOptimizedModelFilePath(file.toString());
      environment.createSession(model.toByteArray(), options).close();
      return withoutUnusedOperators(ModelProto.parseFrom(Files.readAllBytes(file)));
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot read the graph: " + e.getMessage(), e);
    } finally {
      Files.delete(file);
    }
  }

  /** ONNX Runtime imports all operators that it knows, which other runtimes would not. */
  private static ModelProto withoutUnusedOperators(ModelProto model) {
    Set<String> used =
        model.getGraph().getNodeList().stream()
            .map(NodeProto::getDomain)
            .collect(Collectors.toSet());
    List<OperatorSetIdProto> imports =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || used.contains(set.getDomain()))
            .toList();
    return model.toBuilder().clearOpsetImport().addAllOpsetImport(imports).build();
  }
}
