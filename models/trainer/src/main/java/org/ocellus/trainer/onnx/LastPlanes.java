package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ocellus.model.ModelException;

/**
 * An image network up to the last of its values that still are planes, before they are pooled.
 *
 * @param model a network whose one output they are
 * @param name the output's name
 * @param channels how many planes there are
 * @param height rows of a plane
 * @param width columns of a plane
 */
public record LastPlanes(ModelProto model, String name, int channels, int height, int width) {

  /**
   * Finds them by running the network once.
   *
   * @param model a network with one input of pictures in RGB, {@code [N, 3, H, W]}; left as it is
   * @param inputHeight rows of its input
   * @param inputWidth columns of its input
   * @throws ModelException if ONNX Runtime cannot run it, or it has no planes of more than one
   *     place
   */
  public static LastPlanes of(ModelProto model, int inputHeight, int inputWidth)
      throws ModelException {
    Map<String, TensorInfo> values =
        GraphShapes.of(model, new long[] {1, 3, inputHeight, inputWidth});
    List<NodeProto> nodes = model.getGraph().getNodeList();
    for (NodeProto node : nodes.reversed()) {
      TensorInfo value = values.get(node.getOutput(0));
      if (value != null && value.type == OnnxJavaType.FLOAT) {
        long[] shape = value.getShape();
        if (shape.length == 4 && shape[2] * shape[3] > 1) {
          return upTo(model, node.getOutput(0), shape);
        }
      }
    }
    throw new ModelException("the network has no planes of more than one place");
  }

  private static LastPlanes upTo(ModelProto model, String name, long[] shape) {
    GraphProto whole = model.getGraph();
    Set<String> needed = new HashSet<>(Set.of(name));
    List<NodeProto> kept = new ArrayList<>();
    for (NodeProto node : whole.getNodeList().reversed()) {
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        kept.addFirst(node);
      }
    }
    int channels = Math.toIntExact(shape[1]);
    int height = Math.toIntExact(shape[2]);
    int width = Math.toIntExact(shape[3]);
    GraphProto.Builder graph =
        whole.toBuilder()
            .clearNode()
            .addAllNode(kept)
            .clearValueInfo()
            .clearInitializer()
            .addAllInitializer(
                whole.getInitializerList().stream()
                    .filter(constant -> needed.contains(constant.getName()))
                    .toList())
            .clearOutput()
            .addOutput(OnnxGraph.planes(name, channels, height, width));
    return new LastPlanes(model.toBuilder().setGraph(graph).build(), name, channels, height, width);
  }

  /** How many places a plane has. */
  public int area() {
    return height * width;
  }
}
