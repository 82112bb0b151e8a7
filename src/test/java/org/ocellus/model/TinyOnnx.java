package org.ocellus.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes ONNX files small enough to check by hand, in the wire format of onnx.proto (IR version 8,
 * opset 17).
 */
final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int BOOL = 9;

  private final Message graph = new Message().string(2, "tiny");

  /** Adds an input of this shape; -1 for a symbolic batch. */
  TinyOnnx input(String name, long... shape) {
    graph.message(11, value(name, FLOAT, shape));
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
    graph.message(12, value(name, FLOAT, shape));
    return this;
  }

  TinyOnnx constant(String name, long[] shape, float... data) {
    Message tensor = new Message();
    for (long size : shape) {
      tensor.varint(1, size);
    }
    ByteBuffer raw = ByteBuffer.allocate(data.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(data);
    graph.message(5, tensor.varint(2, FLOAT).string(8, name).bytes(9, raw.array()));
    return this;
  }

  /** Adds a node with attributes, a whole number or a list of them, as name, value, name, value… */
  TinyOnnx node(String op, String[] inputs, String output, Object... attributes) {
    Message node = new Message();
    for (String input : inputs) {
      node.string(1, input);
    }
    node.string(2, output).string(4, op);
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
