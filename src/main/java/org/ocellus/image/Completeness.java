package org.ocellus.image;

/**
 * Whether a file holds all of its (first) picture. The codecs fill what is missing with gray or
 * black and say nothing, so the file's structure is walked before them. Whatever follows a complete
 * picture, such as the video of a motion photo, is ignored. Never throws, whatever the bytes.
 */
final class Completeness {

  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;

  private Completeness() {}

  static boolean of(byte[] bytes, ImageFormat format) {
    return switch (format) {
      case JPEG -> jpeg(bytes);
      case PNG -> png(bytes);
      case WEBP -> bytes.length >= 12 && Bytes.littleEndian32(bytes, 4) + 8 <= bytes.length;
      case GIF -> gif(bytes);
      case BMP -> bmp(bytes);
      case TIFF -> TiffExtent.isWithin(bytes);
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

  /**
   * Follows the chunks over pixel data to IEND (PNG, third edition, section 5). Without any pixel
   * data OpenCV would read on beyond the end, for seconds.
   */
  private static boolean png(byte[] bytes) {
    boolean pixels = false;
    long at = 8;
    while (at + 12 <= bytes.length) {
      long type = Bytes.bigEndian32(bytes, (int) at + 4);
      if (type == IEND) {
        return pixels;
      }
      pixels |= type == IDAT;
      at += 12 + Bytes.bigEndian32(bytes, (int) at);
    }
    return false;
  }

  /** Follows the blocks to the end of the first image's data (GIF89a, sections 17 to 25). */
  private static boolean gif(byte[] bytes) {
    if (bytes.length < 13) {
      return false;
    }
    int at = 13 + colorTable(Bytes.at(bytes, 10));
    while (at < bytes.length) {
      int block = Bytes.at(bytes, at);
      if (block == 0x2C) {
        if (at + 10 > bytes.length) {
          return false;
        }
        at = subBlocksEnd(bytes, at + 11 + colorTable(Bytes.at(bytes, at + 9)));
        return at <= bytes.length;
      }
      if (block != 0x21) {
        return true; // not ours to judge: the codec will refuse it
      }
      at = subBlocksEnd(bytes, at + 2);
    }
    return false;
  }

  private static int colorTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** One past the empty block that ends a row of blocks; beyond the file where it is missing. */
  private static int subBlocksEnd(byte[] bytes, int start) {
    int at = start;
    while (at < bytes.length) {
      int size = Bytes.at(bytes, at);
      at += 1 + size;
      if (size == 0) {
        return at;
      }
    }
    return bytes.length + 1;
  }

  /** Rows of BITMAPINFOHEADER pictures are padded to four bytes; compressed ones say their size. */
  private static boolean bmp(byte[] bytes) {
    if (bytes.length < 54) {
      // The oldest header is shorter, and its pictures small: the codec decides.
      return bytes.length >= 26 && Bytes.littleEndian32(bytes, 14) == 12;
    }
    long offset = Bytes.littleEndian32(bytes, 10);
    if (Bytes.littleEndian32(bytes, 14) < 40) {
      return offset < bytes.length;
    }
    long compression = Bytes.littleEndian32(bytes, 30);
    long size = Bytes.littleEndian32(bytes, 34);
    if (compression == 0 || compression == 3) {
      long bits = Bytes.littleEndian32(bytes, 18) * Bytes.littleEndian16(bytes, 28);
      long rows = Math.abs((long) (int) Bytes.littleEndian32(bytes, 22));
      size = rows > Integer.MAX_VALUE || bits < 0 ? 0 : (bits + 31) / 32 * 4 * rows;
    }
    return offset + size <= bytes.length;
  }
}
