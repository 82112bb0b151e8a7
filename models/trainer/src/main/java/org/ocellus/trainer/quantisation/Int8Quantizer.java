package org.ocellus.trainer.quantisation;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ocellus.trainer.onnx.OnnxGraph;
import org.ocellus.trainer.onnx.Tensors;

/**
 * Writes a float graph as one that computes in int8, in the form that runtimes recognise and fuse
 * (QDQ): each quantised value goes through QuantizeLinear and DequantizeLinear, weights and biases
 * are stored quantised. Activations are unsigned, one {@link Range} for each; weights signed and
 * symmetric, one scale for each output channel; biases of 32 bits. Jacob et al. (2018) and
 * Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference" (2018), sections
 * 2 and 3.
 */
final class Int8Quantizer {
  private final QuantisationPlan plan;
  private final Map<String, Range> ranges;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final GraphProto.Builder graph;
  private final Set<String> replaced = new HashSet<>();

  private Int8Quantizer(GraphProto graph, QuantisationPlan plan, Map<String, Range> ranges) {
    this.plan = plan;
    this.ranges = ranges;
    this.graph = graph.toBuilder().clearNode();
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
  }

  /**
   * The int8 form of a model.
   *
   * @param model left as it is; operators of version 13 or newer
   * @param plan of its graph
   * @param ranges of the values that the plan calls for
   */
  static ModelProto quantise(ModelProto model, QuantisationPlan plan, Map<String, Range> ranges) {
    Int8Quantizer quantizer = new Int8Quantizer(model.getGraph(), plan, ranges);
    model.getGraph().getInputList().forEach(input -> quantizer.roundTrip(input.getName()));
    model.getGraph().getNodeList().forEach(quantizer::add);
    quantizer.dropUnused();
    return model.toBuilder().setGraph(quantizer.graph).build();
  }

  private void add(NodeProto node) {
    NodeProto.Builder copy = node.toBuilder();
    boolean quantised = plan.quantises(node);
    for (int i = 0; i < node.getInputCount(); i++) {
      String input = node.getInput(i);
      // What int8 nodes made is read in 8 bits by all, else ONNX Runtime would not fuse them.
      if (plan.values().containsKey(input) && (quantised || plan.isResult(input))) {
        copy.setInput(i, input + "_dequantized");
      }
    }
    if (quantised && plan.hasWeights(node)) {
      replaced.addAll(node.getInputList().subList(1, node.getInputCount()));
      weights(node, copy);
    }
    graph.addNode(copy);
    node.getOutputList().forEach(this::roundTrip);
  }

  /** Quantises and dequantises a value that the plan calls for. */
  private void roundTrip(String value) {
    if (plan.values().containsKey(value)) {
      Range range = range(value);
      graph.addInitializer(Tensors.of(value + "_scale", new float[] {range.scale()}));
      graph.addInitializer(
          Tensors.of(
              value + "_zero_point",
              DataType.UINT8,
              new byte[] {(byte) range.zeroPoint()},
              List.of()));
      List<String> parameters = List.of(value + "_scale", value + "_zero_point");
      node("QuantizeLinear", value, value + "_quantized", parameters);
      node("DequantizeLinear", value + "_quantized", value + "_dequantized", parameters);
    }
  }

  private void weights(NodeProto node, NodeProto.Builder copy) {
    TensorProto weights = constant(node.getInput(1));
    List<Long> shape = weights.getDimsList();
    int axis = plan.outputAxis(node);
    int channels = Math.toIntExact(shape.get(axis));
    long inner = shape.stream().skip(axis + 1L).reduce(1L, Math::multiplyExact);
    boolean hasBias = node.getInputCount() > 2;
    float[] bias = hasBias ? Tensors.floats(constant(node.getInput(2))) : new float[0];
    float inputScale = range(node.getInput(0)).scale();
    ChannelWeights quantised =
        ChannelWeights.of(
            Tensors.floats(weights), channels, Math.toIntExact(inner), bias, inputScale);

    // Named after the node, for another one may use the same weights on other activations.
    String name = node.getOutput(0) + "_weight";
    TensorProto zeros =
        Tensors.of(
            name + "_zero_point", DataType.INT8, new byte[channels], List.of((long) channels));
    graph.addInitializer(zeros);
    copy.setInput(
        1,
        constant(
            Tensors.of(name + "_quantized", DataType.INT8, quantised.bytes(), shape),
            Tensors.of(name + "_scale", quantised.scales(), (long) channels),
            axis,
            List.of(zeros.getName())));
    if (hasBias) {
      name = node.getOutput(0) + "_bias";
      float[] scales = quantised.products(inputScale);
      copy.setInput(
          2,
          constant(
              Tensors.of(name + "_quantized", quantised.bias(bias, inputScale), (long) channels),
              Tensors.of(name + "_scale", scales, (long) channels),
              0,
              List.of()));
    }
  }

  /** A constant that is stored quantised; gives the name of its floats. */
  private String constant(TensorProto quantised, TensorProto scales, int axis, List<String> zeros) {
    graph.addInitializer(quantised).addInitializer(scales);
    String floats = quantised.getName().replace("_quantized", "_dequantized");
    List<String> parameters = new ArrayList<>(List.of(scales.getName()));
    parameters.addAll(zeros);
    node("DequantizeLinear", quantised.getName(), floats, parameters)
        .addAttribute(OnnxGraph.attribute("axis", axis));
    return floats;
  }

  private NodeProto.Builder node(
      String operator, String input, String output, List<String> parameters) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(output)
        .addInput(input)
        .addAllInput(parameters)
        .addOutput(output);
  }

  private TensorProto constant(String name) {
    return Objects.requireNonNull(constants.get(name), name);
  }

  private Range range(String value) {
    String calibrated = plan.values().get(value);
    return Objects.requireNonNull(ranges.get(calibrated), calibrated);
  }

  /** Drops float weights that nothing refers to any more. */
  private void dropUnused() {
    graph.getNodeList().forEach(node -> replaced.removeAll(node.getInputList()));
    List<TensorProto> kept =
        graph.getInitializerList().stream().filter(t -> !replaced.contains(t.getName())).toList();
    graph.clearInitializer().addAllInitializer(kept);
  }
}
