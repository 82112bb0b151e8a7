package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the picture a place of a map can see: the side of the square of pixels that take part
 * in it. Each window of {@code k} places, dilated by {@code d}, adds {@code (k - 1) d} steps, and
 * strides lengthen the steps behind them (Araujo et al., "Computing receptive fields of
 * convolutional neural networks", Distill 2019). The taller of two unequal sides counts; of several
 * ways to a map the widest.
 */
public final class ReceptiveFields {
  /** Stands for all of the picture, as behind a global mean. */
  public static final long ALL = Long.MAX_VALUE;

  private record Field(long side, long step) {}

  private final Map<String, Field> fields = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();

  /** Follows a graph from its inputs. */
  public ReceptiveFields(GraphProto graph) {
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    graph.getInputList().forEach(input -> fields.put(input.getName(), new Field(1, 1)));
    graph.getNodeList().forEach(this::follow);
  }

  /** The side in pixels for a value of the graph; 1 for what depends on no picture. */
  public long side(String value) {
    return fields.getOrDefault(value, new Field(1, 1)).side();
  }

  private void follow(NodeProto node) {
    long side = 1;
    long step = 1;
    for (String input : node.getInputList()) {
      Field field = fields.get(input);
      if (field != null && !constants.containsKey(input)) {
        side = Math.max(side, field.side());
        step = Math.max(step, field.step());
      }
    }
    Field field = seen(node, side, step);
    node.getOutputList().forEach(output -> fields.put(output, field));
  }

  private Field seen(NodeProto node, long side, long step) {
    return switch (node.getOpType()) {
      case "Conv", "MaxPool", "AveragePool", "LpPool" -> {
        long reach = (kernel(node) - 1) * longest(node, "dilations", 1) * step;
        yield new Field(side == ALL ? ALL : side + reach, step * longest(node, "strides", 1));
      }
      case "GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "Gemm", "MatMul" ->
          new Field(ALL, step);
      default -> new Field(side, step);
    };
  }

  private long kernel(NodeProto node) {
    TensorProto weight = node.getInputCount() > 1 ? constants.get(node.getInput(1)) : null;
    List<Long> dims = weight == null ? List.of() : weight.getDimsList();
    long known = dims.stream().skip(2).mapToLong(Long::longValue).max().orElse(1);
    return longest(node, "kernel_shape", known);
  }

  private static long longest(NodeProto node, String attribute, long absent) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(attribute))
        .map(AttributeProto::getIntsList)
        .flatMap(List::stream)
        .mapToLong(Long::longValue)
        .max()
        .orElse(absent);
  }
}
