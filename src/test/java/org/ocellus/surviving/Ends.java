package org.ocellus.surviving;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Gives damaged pictures the ends, sizes and checksums by which decoders know whole ones. */
final class Ends {
  private static final int PNG_START = 8;
  private static final byte[] PNG_END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82
  };
  private static final byte[] JPEG_END = {(byte) 0xFF, (byte) 0xD9};
  private static final byte[] GIF_END = {0, 0x3B};

  /** More than the rows and strips of any picture here. */
  private static final byte[] ROWS = new byte[5000];

  private Ends() {}

  static byte[] completed(byte[] picture) {
    String start = new String(picture, 0, Math.min(picture.length, 4), StandardCharsets.ISO_8859_1);
    return switch (start) {
      case "\u0089PNG" -> withChecksums(joined(picture, PNG_END));
      case "GIF8" -> joined(picture, GIF_END);
      case "RIFF" -> withRiffSize(picture);
      default -> joined(picture, start.startsWith("\u00FF\u00D8") ? JPEG_END : ROWS);
    };
  }

  private static byte[] joined(byte[] picture, byte[] end) {
    byte[] joined = Arrays.copyOf(picture, picture.length + end.length);
    System.arraycopy(end, 0, joined, picture.length, end.length);
    return joined;
  }

  private static byte[] withRiffSize(byte[] picture) {
    if (picture.length >= 8) {
      ByteBuffer.wrap(picture).order(ByteOrder.LITTLE_ENDIAN).putInt(4, picture.length - 8);
    }
    return picture;
  }

  private static byte[] withChecksums(byte[] picture) {
    ByteBuffer bytes = ByteBuffer.wrap(picture);
    long at = PNG_START;
    while (at + 12 <= picture.length) {
      long end = at + 8 + Integer.toUnsignedLong(bytes.getInt((int) at));
      if (end + 4 > picture.length) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(picture, (int) at + 4, (int) (end - at - 4));
      bytes.putInt((int) end, (int) crc.getValue());
      at = end + 4;
    }
    return picture;
  }
}
