package org.ocellus.trainer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Constants of graphs, read and written. */
public final class Tensors {
  private Tensors() {}

  /**
   * The numbers of a float32 constant in row-major order.
   *
   * @throws IllegalArgumentException if it is of another type, or kept outside of the graph's file
   */
  public static float[] floats(TensorProto tensor) {
    if (tensor.getDataType() != DataType.FLOAT.getNumber()
        || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      throw new IllegalArgumentException(
          "\"" + tensor.getName() + "\" is no float32 constant within the graph's file");
    }
    float[] values = new float[tensor.getFloatDataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getFloatData(i);
    }
    if (tensor.hasRawData()) {
      values = new float[tensor.getRawData().size() / Float.BYTES];
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    }
    return values;
  }

  /** A float32 constant; without dimensions a scalar. */
  public static TensorProto of(String name, float[] values, Long... shape) {
    ByteBuffer raw = littleEndian(Float.BYTES * values.length);
    raw.asFloatBuffer().put(values);
    return tensor(name, DataType.FLOAT, raw, List.of(shape));
  }

  /** An int32 constant. */
  public static TensorProto of(String name, int[] values, Long... shape) {
    ByteBuffer raw = littleEndian(Integer.BYTES * values.length);
    raw.asIntBuffer().put(values);
    return tensor(name, DataType.INT32, raw, List.of(shape));
  }

  /** A constant of 8 bits. */
  public static TensorProto of(String name, DataType type, byte[] values, List<Long> shape) {
    return tensor(name, type, ByteBuffer.wrap(values), shape);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto tensor(String name, DataType type, ByteBuffer raw, List<Long> shape) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.getNumber())
        .addAllDims(shape)
        .setRawData(ByteString.copyFrom(raw.array()))
        .build();
  }
}
