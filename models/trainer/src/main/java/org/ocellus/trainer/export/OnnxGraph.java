package org.ocellus.trainer.export;

import java.util.List;
import org.ocellus.trainer.network.FoldedConv;

/**
 * An ONNX graph under construction (onnx.ai/onnx/repo-docs/IR.html), opset 17. Each operator
 * returns the name of its output.
 */
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int INT_ATTRIBUTE = 2;
  private static final int INTS_ATTRIBUTE = 7;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final ProtobufMessage graph = new ProtobufMessage();
  private int values;

  /** Declares a float32 input; a dimension of -1 is the symbolic batch size N. */
  OnnxGraph input(String name, long... shape) {
    graph.message(11, valueInfo(name, shape));
    return this;
  }

  /** Declares a float32 output. */
  OnnxGraph output(String name, long... shape) {
    graph.message(12, valueInfo(name, shape));
    return this;
  }

  String conv(String x, FoldedConv conv, String name) {
    initializer(
        name + ".weight", conv.weight(), conv.out(), conv.in(), conv.kernel(), conv.kernel());
    initializer(name + ".bias", conv.bias(), conv.out());
    long pad = conv.kernel() / 2;
    return node(
        "Conv",
        fresh(),
        List.of(x, name + ".weight", name + ".bias"),
        ints("kernel_shape", conv.kernel(), conv.kernel()),
        ints("pads", pad, pad, pad, pad),
        ints("strides", conv.stride(), conv.stride()));
  }

  String relu(String x) {
    return node("Relu", fresh(), List.of(x));
  }

  String add(String x, String y) {
    return node("Add", fresh(), List.of(x, y));
  }

  String globalAveragePool(String x) {
    return node("GlobalAveragePool", fresh(), List.of(x));
  }

  String flatten(String x, String output) {
    return node("Flatten", output, List.of(x));
  }

  /** {@code x · weightᵀ + bias}, with a weight of {@code [out, in]}. */
  String linear(String x, float[] weight, float[] bias, String name, String output) {
    initializer(name + ".weight", weight, bias.length, weight.length / bias.length);
    initializer(name + ".bias", bias, bias.length);
    return node(
        "Gemm",
        output,
        List.of(x, name + ".weight", name + ".bias"),
        attribute("transB", INT_ATTRIBUTE).number(3, 1));
  }

  /** The finished model as the bytes of an {@code .onnx} file. */
  byte[] toModel(String name) {
    graph.text(2, name);
    return new ProtobufMessage()
        .number(1, IR_VERSION)
        .text(2, "ocellus-trainer")
        .message(7, graph)
        .message(8, new ProtobufMessage().text(1, "").number(2, OPSET))
        .toBytes();
  }

  private String fresh() {
    return "v" + values++;
  }

  private String node(
      String type, String output, List<String> inputs, ProtobufMessage... attributes) {
    ProtobufMessage node = new ProtobufMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, type + "_" + output).text(4, type);
    for (ProtobufMessage attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return output;
  }

  private void initializer(String name, float[] values, long... shape) {
    graph.message(
        5,
        new ProtobufMessage()
            .numbers(1, shape)
            .number(2, FLOAT)
            .text(8, name)
            .rawFloats(9, values));
  }

  private static ProtobufMessage ints(String name, long... values) {
    return attribute(name, INTS_ATTRIBUTE).numbers(8, values);
  }

  private static ProtobufMessage attribute(String name, int type) {
    return new ProtobufMessage().text(1, name).number(20, type);
  }

  private static ProtobufMessage valueInfo(String name, long... shape) {
    ProtobufMessage dimensions = new ProtobufMessage();
    for (long size : shape) {
      ProtobufMessage dimension = new ProtobufMessage();
      dimensions.message(1, size < 0 ? dimension.text(2, "N") : dimension.number(1, size));
    }
    ProtobufMessage tensor = new ProtobufMessage().number(1, FLOAT).message(2, dimensions);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
