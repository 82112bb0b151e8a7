package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What in a graph depends on no picture, such as weights and what dequantises them, and how many
 * numbers it is made of. Whole numbers of 64 bits, which are shapes, and single numbers, which are
 * limits and scales, count for nothing.
 */
final class Constants {
  private static final Set<Integer> SHAPES =
      Set.of(DataType.INT64.getNumber(), DataType.BOOL.getNumber(), DataType.STRING.getNumber());

  private static final Set<String> SCALING = Set.of("QuantizeLinear", "DequantizeLinear");

  private final Map<String, Long> sizes = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  Constants(GraphProto graph) {
    graph.getInitializerList().forEach(tensor -> sizes.put(tensor.getName(), size(tensor)));
    for (NodeProto node : graph.getNodeList()) {
      if (sizes.keySet().containsAll(node.getInputList())) {
        long own =
            node.getAttributeList().stream()
                .filter(AttributeProto::hasT)
                .mapToLong(attribute -> size(attribute.getT()))
                .sum();
        // Scales and zero points of QuantizeLinear and DequantizeLinear are no weights.
        int weights = SCALING.contains(node.getOpType()) ? 1 : node.getInputCount();
        long size = own + node.getInputList().stream().limit(weights).mapToLong(sizes::get).sum();
        node.getOutputList().forEach(output -> sizes.put(output, size));
      }
    }
  }

  boolean isConstant(String value) {
    return sizes.containsKey(value);
  }

  /** How many numbers an operator uses that none before it took. */
  long take(NodeProto node) {
    return node.getInputList().stream()
        .filter(input -> sizes.containsKey(input) && taken.add(input))
        .mapToLong(sizes::get)
        .sum();
  }

  private static long size(TensorProto tensor) {
    return tensor.getDimsCount() == 0 || SHAPES.contains(tensor.getDataType())
        ? 0
        : tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
  }
}
