package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * An ONNX graph under construction (onnx.ai/onnx/repo-docs/IR.html), opset {@value #OPSET}. All
 * values are float32 unless an initializer says otherwise. For use by one thread.
 */
public final class OnnxGraph {
  /** The version of the operators that the graph is written in. */
  public static final int OPSET = 17;

  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<String, Integer> values = new HashMap<>();
  private String layer = "";

  /** Declares a float32 input; a dimension of -1 is the symbolic batch size N. */
  public OnnxGraph input(String name, long... shape) {
    return input(name, dimensions(shape));
  }

  /** Declares a float32 output. */
  public OnnxGraph output(String name, long... shape) {
    return output(name, dimensions(shape));
  }

  /** Declares a float32 input; a dimension that is no number is symbolic. */
  public OnnxGraph input(String name, String... shape) {
    graph.addInput(valueInfo(name, TensorProto.DataType.FLOAT, shape));
    return this;
  }

  /** Declares an int64 input; a dimension that is no number is symbolic. */
  public OnnxGraph wholeNumbers(String name, String... shape) {
    graph.addInput(valueInfo(name, TensorProto.DataType.INT64, shape));
    return this;
  }

  /** Declares a float32 output; a dimension that is no number is symbolic. */
  public OnnxGraph output(String name, String... shape) {
    graph.addOutput(valueInfo(name, TensorProto.DataType.FLOAT, shape));
    return this;
  }

  private static String[] dimensions(long... shape) {
    return LongStream.of(shape)
        .mapToObj(size -> size < 0 ? "N" : Long.toString(size))
        .toArray(String[]::new);
  }

  /**
   * Names the layer that the operators added from now on belong to; their names begin with it.
   *
   * @return the layer before, to go back to
   */
  public String layer(String name) {
    String before = layer;
    layer = name;
    return before;
  }

  /**
   * Adds an operator with one output and returns the output's name, made of layer and operator.
   *
   * @param operator ONNX's name of it, such as {@code Conv}
   * @param inputs names of values and initializers
   */
  public String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String name = layer.isEmpty() ? operator : layer + "/" + operator;
    int number = values.merge(name, 1, Integer::sum);
    return named(number == 1 ? name : name + "_" + number, operator, inputs, attributes);
  }

  /** Adds an operator whose one output is {@code output}, and which is called the same. */
  public String named(
      String output, String operator, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .addAllInput(inputs)
            .addOutput(output)
            .setName(output)
            .setOpType(operator)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  /** Adds constant float32 values in row-major order, and returns their name. */
  public String constant(String name, float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return initializer(name, TensorProto.DataType.FLOAT, raw, shape);
  }

  /** Adds a constant list of whole numbers, and returns its name. */
  public String constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return initializer(name, TensorProto.DataType.INT64, raw, values.length);
  }

  /** A whole number as attribute. */
  public static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** A fraction as attribute. */
  public static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** Whole numbers as attribute. */
  public static AttributeProto attribute(String name, long[] values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /** The finished model. */
  public ModelProto toModel(String name) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("ocellus-trainer")
        .setGraph(graph.setName(name))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .build();
  }

  private String initializer(
      String name, TensorProto.DataType type, ByteBuffer raw, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(raw.array()));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** What declares float32 planes {@code [N, channels, height, width]}. */
  static ValueInfoProto planes(String name, int channels, int height, int width) {
    return valueInfo(name, TensorProto.DataType.FLOAT, dimensions(-1, channels, height, width));
  }

  private static ValueInfoProto valueInfo(String name, TensorProto.DataType type, String... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (String size : shape) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      dimensions.addDim(
          Character.isDigit(size.charAt(0))
              ? dimension.setDimValue(Long.parseLong(size))
              : dimension.setDimParam(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
