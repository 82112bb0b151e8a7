package org.ocellus.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unsigned numbers inside file headers. */
final class Bytes {

  private static final VarHandle BIG_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  static int at(byte[] bytes, int offset) {
    return bytes[offset] & 0xFF;
  }

  static int bigEndian16(byte[] bytes, int offset) {
    return at(bytes, offset) << 8 | at(bytes, offset + 1);
  }

  static int littleEndian16(byte[] bytes, int offset) {
    return at(bytes, offset + 1) << 8 | at(bytes, offset);
  }

  static long bigEndian32(byte[] bytes, int offset) {
    return Integer.toUnsignedLong((int) BIG_INT.get(bytes, offset));
  }

  static long littleEndian32(byte[] bytes, int offset) {
    return Integer.toUnsignedLong((int) LITTLE_INT.get(bytes, offset));
  }
}
