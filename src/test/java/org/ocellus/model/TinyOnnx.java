package org.ocellus.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes ONNX files small enough to check by hand, in the wire format of onnx.proto (IR version 8,
 * opset 17).
 */
final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INT8 = 3;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;

  private final Message graph = new Message().string(2, "tiny");
  private final int floats;

  TinyOnnx() {
    this(FLOAT);
  }

  private TinyOnnx(int floats) {
    this.floats = floats;
  }

  /** A graph whose inputs, outputs and constants are floats of 16 bits. */
  static TinyOnnx half() {
    return new TinyOnnx(FLOAT16);
  }

  /** A graph whose inputs and outputs are floats of 64 bits. */
  static TinyOnnx twice() {
    return new TinyOnnx(DOUBLE);
  }

  /** Adds an input of this shape; -1 for a symbolic batch. */
  TinyOnnx input(String name, long... shape) {
    graph.message(11, value(name, floats, shape));
    return this;
  }

  /** Adds an input of whole numbers; -1 for a symbolic size. */
  TinyOnnx wholeInput(String name, long... shape) {
    graph.message(11, value(name, INT64, shape));
    return this;
  }

  /** Adds an input of truth values. */
  TinyOnnx truthInput(String name, long... shape) {
    graph.message(11, value(name, BOOL, shape));
    return this;
  }

  TinyOnnx output(String name, long... shape) {
    graph.message(12, value(name, floats, shape));
    return this;
  }

  /** Adds an input of whole numbers of 32 bits; -1 for a symbolic size. */
  TinyOnnx shortInput(String name, long... shape) {
    graph.message(11, value(name, INT32, shape));
    return this;
  }

  /** Adds a constant of bytes. */
  TinyOnnx bytes(String name, long[] shape, byte... data) {
    return constant(name, shape, INT8, data);
  }

  TinyOnnx constant(String name, long[] shape, float... data) {
    ByteBuffer raw = ByteBuffer.allocate(data.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : data) {
      if (floats == FLOAT16) {
        raw.putShort(Float.floatToFloat16(each));
      } else {
        raw.putFloat(each);
      }
    }
    return constant(name, shape, floats, Arrays.copyOf(raw.array(), raw.position()));
  }

  /** Adds a list of whole numbers. */
  TinyOnnx longs(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, new long[] {values.length}, INT64, raw.array());
  }

  private TinyOnnx constant(String name, long[] shape, int type, byte[] raw) {
    Message tensor = new Message();
    for (long size : shape) {
      tensor.varint(1, size);
    }
    graph.message(5, tensor.varint(2, type).string(8, name).bytes(9, raw));
    return this;
  }

  /** Adds a node with attributes, a whole number or a list of them, as name, value, name, value… */
  TinyOnnx node(String op, String[] inputs, String output, Object... attributes) {
    return node(op, inputs, new String[] {output}, attributes);
  }

  /** The same with several outputs. */
  TinyOnnx node(String op, String[] inputs, String[] outputs, Object... attributes) {
    Message node = new Message();
    for (String input : inputs) {
      node.string(1, input);
    }
    for (String output : outputs) {
      node.string(2, output);
    }
    node.string(4, op);
    for (int i = 0; i < attributes.length; i += 2) {
      Message attribute = new Message().string(1, (String) attributes[i]);
      if (attributes[i + 1] instanceof long[] list) {
        for (long each : list) {
          attribute.varint(8, each);
        }
        node.message(5, attribute.varint(20, 7));
      } else {
        node.message(5, attribute.varint(3, (Long) attributes[i + 1]).varint(20, 2));
      }
    }
    graph.message(1, node);
    return this;
  }

  byte[] build() {
    return new Message()
        .varint(1, 8)
        .message(7, graph)
        .message(8, new Message().string(1, "").varint(2, 17))
        .out
        .toByteArray();
  }

  private static Message value(String name, int type, long... shape) {
    Message dimensions = new Message();
    for (long size : shape) {
      dimensions.message(
          1, size < 0 ? new Message().string(2, "N") : new Message().varint(1, size));
    }
    Message tensor = new Message().varint(1, type).message(2, dimensions);
    return new Message().string(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message being written. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void raw(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    Message varint(int field, long value) {
      raw((long) field << 3);
      raw(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      raw((long) field << 3 | 2);
      raw(value.length);
      out.writeBytes(value);
      return this;
    }

    Message string(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.out.toByteArray());
    }
  }
}
