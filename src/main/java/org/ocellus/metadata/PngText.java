package org.ocellus.metadata;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A PNG cut down to the chunks that carry text and EXIF. Compressed colour profiles and texts stay
 * out, for a reader inflates them whole and a few kilobytes may become gigabytes; so does the pixel
 * data, which only costs time.
 */
final class PngText {

  private static final int SIGNATURE = 8;
  private static final int FRAME = 12; // length, type and checksum around a chunk's data
  private static final int MAX_TEXT = 1 << 20;
  private static final Set<String> WANTED = Set.of("IHDR", "eXIf", "iTXt", "tEXt");

  private PngText() {}

  static InputStream of(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, Math.min(SIGNATURE, bytes.length));
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long at = SIGNATURE;
    while (at + FRAME <= bytes.length) {
      int start = (int) at;
      long end = at + FRAME + Integer.toUnsignedLong(in.getInt(start));
      String type = new String(bytes, start + 4, 4, StandardCharsets.ISO_8859_1);
      if (end > bytes.length || type.equals("IEND")) {
        break;
      }
      int length = (int) (end - at);
      if (WANTED.contains(type) && length <= MAX_TEXT && !isCompressed(bytes, start, length)) {
        out.write(bytes, start, length);
      }
      at = end;
    }
    out.writeBytes(
        new byte[] {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xAE, 0x42, 0x60, (byte) 0x82});
    return new ByteArrayInputStream(out.toByteArray());
  }

  /** An iTXt begins with its keyword, a zero and the compression flag (PNG, section 11.3.3.4). */
  private static boolean isCompressed(byte[] bytes, int start, int length) {
    if (bytes[start + 4] != 'i') {
      return false;
    }
    int at = start + 8;
    int end = start + length - 4;
    while (at < end && bytes[at] != 0) {
      at++;
    }
    return at + 1 < end && bytes[at + 1] != 0;
  }
}
