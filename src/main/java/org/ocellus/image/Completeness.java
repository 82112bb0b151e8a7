package org.ocellus.image;

/**
 * Whether a file holds all of its (first) picture. The codecs fill what is missing with gray or
 * black and say nothing, so the file's structure is walked before them. Whatever follows a complete
 * picture, such as the video of a motion photo, is ignored.
 */
final class Completeness {

  private Completeness() {}

  static boolean of(byte[] bytes, ImageFormat format) {
    return switch (format) {
      case JPEG -> jpeg(bytes);
      case PNG -> png(bytes);
      case WEBP -> Bytes.littleEndian32(bytes, 4) + 8 <= bytes.length;
      case GIF, BMP, TIFF -> true;
    };
  }

  /** Follows the segments of ITU-T T.81, annex B, through every scan to the end marker. */
  private static boolean jpeg(byte[] bytes) {
    int at = 2;
    boolean inScan = false;
    while (at + 1 < bytes.length) {
      int marker = Bytes.at(bytes, at + 1);
      if (bytes[at] != (byte) 0xFF) {
        at++; // entropy-coded data, or junk between segments
      } else if (marker == 0xFF) {
        at++; // a fill byte
      } else if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD7)) {
        at += 2; // a stuffed byte or a restart marker: no length follows
      } else if (marker == 0xD9) {
        return inScan;
      } else {
        inScan |= marker == 0xDA;
        if (at + 3 >= bytes.length) {
          return false;
        }
        at += 2 + Bytes.bigEndian16(bytes, at + 2);
      }
    }
    return false;
  }

  /** Follows the chunks to IEND (PNG, third edition, section 5). */
  private static boolean png(byte[] bytes) {
    long at = 8;
    while (at + 12 <= bytes.length) {
      if (Bytes.bigEndian32(bytes, (int) at + 4) == 0x49454E44) {
        return true;
      }
      at += 12 + Bytes.bigEndian32(bytes, (int) at);
    }
    return false;
  }
}
