package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ocellus.model.ModelException;

/**
 * What an ONNX graph is made of and what it costs.
 *
 * @param rows its operators in their order, without those that compute shapes or constants, or turn
 *     int8 into float32
 */
public record GraphSummary(List<Row> rows) {
  /**
   * An operator.
   *
   * @param name its own, or else its output's
   * @param operator ONNX's name of it, with the options of its window
   * @param output the shape that comes out for one picture, without the batch
   * @param parameters numbers in constants that no operator before it uses
   * @param macs multiplications with accumulation of convolutions and matrix products
   * @param field side of the receptive field in pixels; {@link ReceptiveFields#ALL} for all
   */
  public record Row(
      String name, String operator, List<Long> output, long parameters, long macs, long field) {}

  /** Copies the list. */
  public GraphSummary {
    rows = List.copyOf(rows);
  }

  /**
   * Sums up a graph with one input of pictures, running it once.
   *
   * @param channels planes of a picture
   * @param height rows of a picture
   * @param width columns of a picture
   * @throws ModelException if ONNX Runtime cannot run the graph
   */
  public static GraphSummary of(ModelProto model, int channels, int height, int width)
      throws ModelException {
    Map<String, TensorInfo> values = GraphShapes.of(model, new long[] {1, channels, height, width});
    Map<String, long[]> shapes = new HashMap<>();
    values.forEach((name, info) -> shapes.put(name, info.getShape()));
    model
        .getGraph()
        .getInitializerList()
        .forEach(
            tensor ->
                shapes.put(
                    tensor.getName(),
                    tensor.getDimsList().stream().mapToLong(Long::longValue).toArray()));
    Constants constants = new Constants(model.getGraph());
    ReceptiveFields fields = new ReceptiveFields(model.getGraph());
    List<Row> rows = new ArrayList<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      String output = node.getOutput(0);
      TensorInfo value = values.get(output);
      if (value != null
          && value.type == OnnxJavaType.FLOAT
          && !constants.isConstant(output)
          && !node.getOpType().equals("DequantizeLinear")) {
        rows.add(
            new Row(
                node.getName().isEmpty() ? output : node.getName(),
                node.getOpType() + window(node),
                withoutBatch(value.getShape()),
                constants.take(node),
                MatrixWork.macs(node, shapes),
                fields.side(output)));
      }
    }
    return new GraphSummary(rows);
  }

  /** How many numbers the constants have. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** Multiplications with accumulation for one picture. */
  public long macs() {
    return rows.stream().mapToLong(Row::macs).sum();
  }

  private static List<Long> withoutBatch(long[] shape) {
    List<Long> sizes = new ArrayList<>();
    for (int i = 1; i < shape.length; i++) {
      sizes.add(shape[i]);
    }
    return sizes;
  }

  private static String window(NodeProto node) {
    Map<String, AttributeProto> attributes =
        node.getAttributeList().stream()
            .collect(Collectors.toMap(AttributeProto::getName, attribute -> attribute));
    AttributeProto none = AttributeProto.getDefaultInstance();
    String kernel =
        attributes.getOrDefault("kernel_shape", none).getIntsList().stream()
            .map(String::valueOf)
            .collect(Collectors.joining("×"));
    long groups = attributes.getOrDefault("group", none).getI();
    return (kernel.isEmpty() ? "" : " " + kernel)
        + unless(1, "stride", attributes.getOrDefault("strides", none))
        + unless(0, "padding", attributes.getOrDefault("pads", none))
        + unless(1, "dilation", attributes.getOrDefault("dilations", none))
        + (groups > 1 ? ", groups " + groups : "");
  }

  /** The sizes, unless all are those that mean nothing. */
  private static String unless(long usual, String name, AttributeProto attribute) {
    List<Long> sizes = attribute.getIntsList();
    List<Long> distinct = sizes.stream().distinct().toList();
    if (distinct.size() > 1) {
      return ", " + name + " " + sizes;
    }
    return distinct.isEmpty() || distinct.getFirst() == usual
        ? ""
        : ", " + name + " " + distinct.getFirst();
  }

  static long size(long[] shape) {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    return size;
  }
}
