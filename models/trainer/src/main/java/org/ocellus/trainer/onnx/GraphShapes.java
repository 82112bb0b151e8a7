package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ocellus.model.ModelException;
import org.ocellus.model.OnnxRuntime;

/** The types and shapes of a graph's values, found by running it once over a black picture. */
final class GraphShapes {
  private GraphShapes() {}

  /**
   * All tensors by name: initializers and what nodes give, subgraphs left out.
   *
   * @param input the shape of the one input
   * @throws ModelException if ONNX Runtime cannot run the graph
   */
  static Map<String, TensorInfo> of(ModelProto model, long[] input) throws ModelException {
    GraphProto graph = model.getGraph();
    List<String> names =
        graph.getNodeList().stream()
            .map(NodeProto::getOutputList)
            .flatMap(List::stream)
            .filter(name -> !name.isEmpty())
            .toList();
    OrtEnvironment environment = OnnxRuntime.environment();
    long size = 1;
    for (long length : input) {
      size *= length;
    }
    FloatBuffer black = FloatBuffer.allocate(Math.toIntExact(size));
    try (OrtSession session =
            environment.createSession(GraphRun.exposing(model, names).toByteArray());
        OnnxTensor picture = OnnxTensor.createTensor(environment, black, input);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), picture))) {
      Map<String, TensorInfo> shapes = new HashMap<>();
      for (Map.Entry<String, OnnxValue> value : result) {
        if (value.getValue().getInfo() instanceof TensorInfo tensor) {
          shapes.put(value.getKey(), tensor);
        }
      }
      return shapes;
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime cannot run the graph: " + e.getMessage(), e);
    }
  }
}
