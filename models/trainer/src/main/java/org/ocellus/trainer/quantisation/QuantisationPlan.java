package org.ocellus.trainer.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a float graph is computed in int8: convolutions, Gemm and MatMul with constant weights,
 * and what joins or pools their results, so that numbers stay 8 bits wide from one to the next.
 * Everything else keeps its floats, and so does what the graph gives out, for 256 steps are coarse
 * where answers are compared. A Gemm or MatMul whose result both goes out and is quantised for the
 * next ONNX Runtime computes in floats, with its weights of 8 bits.
 */
final class QuantisationPlan {
  /** Activations that the limits of a range do by themselves. */
  private static final Set<String> CLIPPING = Set.of("Relu", "Clip");

  /** What ONNX Runtime computes in int8 besides, if all it takes and gives is quantised. */
  private static final Set<String> JOINING =
      Set.of(
          "Add",
          "Mul",
          "Concat",
          "Sigmoid",
          "LeakyRelu",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool");

  /** What only hands its values on. */
  private static final Set<String> PASSING =
      Set.of("Flatten", "Reshape", "Identity", "Squeeze", "Unsqueeze", "Transpose");

  private final GraphProto graph;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();
  private final Set<String> results = new HashSet<>();
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Plans a graph. */
  QuantisationPlan(GraphProto graph) {
    this.graph = graph;
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    for (NodeProto node : graph.getNodeList()) {
      for (String input : node.getInputList()) {
        consumers.computeIfAbsent(input, absent -> new ArrayList<>()).add(node);
      }
    }
    graph.getNodeList().forEach(this::plan);
  }

  /** Whether a node is computed in int8. */
  boolean quantises(NodeProto node) {
    return nodes.contains(node.getOutput(0));
  }

  /** Whether a value is made by nodes that are computed in int8. */
  boolean isResult(String value) {
    return results.contains(value);
  }

  /**
   * The activations that become 8 bits wide, and for each the value whose range it takes: itself,
   * or what a maximum was taken of.
   */
  Map<String, String> values() {
    return values;
  }

  /** Whether a node that is computed in int8 has weights. */
  boolean hasWeights(NodeProto node) {
    return !JOINING.contains(node.getOpType());
  }

  /** The dimension of a node's weights that its output channels are in. */
  int outputAxis(NodeProto node) {
    boolean transposed =
        node.getAttributeList().stream()
            .anyMatch(a -> a.getName().equals("transB") && a.getI() == 1);
    return node.getOpType().equals("Conv") || transposed ? 0 : 1;
  }

  /** How many nodes with weights are computed in int8. */
  long layers() {
    return graph.getNodeList().stream().filter(n -> quantises(n) && hasWeights(n)).count();
  }

  private void plan(NodeProto node) {
    String operator = node.getOpType();
    String result = result(node);
    if (operator.equals("Conv") && weightsFit(node, 4) && !goesOut(result)) {
      take(node, List.of(node.getInput(0)), result);
    } else if ((operator.equals("Gemm") && isPlain(node) || operator.equals("MatMul"))
        && weightsFit(node, 2)) {
      nodes.add(node.getOutput(0));
      values.putIfAbsent(node.getInput(0), node.getInput(0));
    } else if (JOINING.contains(operator)
        && node.getInputList().stream().noneMatch(constants::containsKey)
        && node.getInputList().stream().anyMatch(results::contains)
        && !goesOut(result)) {
      take(node, node.getInputList(), result);
    }
  }

  private void take(NodeProto node, List<String> inputs, String result) {
    nodes.add(node.getOutput(0));
    inputs.forEach(input -> values.putIfAbsent(input, input));
    results.add(result);
    values.put(result, node.getOpType().equals("MaxPool") ? values.get(node.getInput(0)) : result);
  }

  /** What is quantised behind a node: its output, or what the only activation behind it gives. */
  private String result(NodeProto node) {
    String output = node.getOutput(0);
    List<NodeProto> next = consumers.getOrDefault(output, List.of());
    return next.size() == 1
            && CLIPPING.contains(next.getFirst().getOpType())
            && !node.getOpType().equals("MaxPool")
            && !outputs.contains(output)
        ? next.getFirst().getOutput(0)
        : output;
  }

  private boolean goesOut(String value) {
    return outputs.contains(value)
        || consumers.getOrDefault(value, List.of()).stream()
            .anyMatch(node -> PASSING.contains(node.getOpType()) && goesOut(node.getOutput(0)));
  }

  /** Constant float weights of so many dimensions, and if a bias, a constant vector. */
  private boolean weightsFit(NodeProto node, int dimensions) {
    TensorProto weights = constants.get(node.getInput(1));
    return weights != null
        && weights.getDataType() == TensorProto.DataType.FLOAT.getNumber()
        && weights.getDimsCount() == dimensions
        && (node.getInputCount() < 3 || isVector(constants.get(node.getInput(2))));
  }

  private static boolean isVector(@Nullable TensorProto bias) {
    return bias != null && bias.getDimsCount() == 1;
  }

  /** {@code x · w + b}, or with w transposed, and nothing else. */
  private static boolean isPlain(NodeProto gemm) {
    return gemm.getAttributeList().stream()
        .allMatch(
            attribute ->
                switch (attribute.getName()) {
                  case "alpha", "beta" -> attribute.getF() == 1;
                  case "transA" -> attribute.getI() == 0;
                  default -> true;
                });
  }
}
