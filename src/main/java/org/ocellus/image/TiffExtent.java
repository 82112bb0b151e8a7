package org.ocellus.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether the strips or tiles of a TIFF's first page lie inside the file (TIFF 6.0, sections 2-3).
 */
final class TiffExtent {

  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_SIZES = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_SIZES = 325;
  private static final int ENTRY = 12;

  private final ByteBuffer bytes;
  private final long directory;

  private TiffExtent(byte[] file) {
    boolean little = file.length > 0 && file[0] == 'I';
    bytes = ByteBuffer.wrap(file).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    directory = file.length < 8 ? file.length : Integer.toUnsignedLong(bytes.getInt(4));
  }

  static boolean isWithin(byte[] file) {
    TiffExtent extent = new TiffExtent(file);
    if (file.length >= 4 && extent.bytes.getShort(2) == 43) {
      return true; // BigTIFF has other offsets; libtiff refuses what is missing
    }
    return extent.hasDirectory()
        && extent.holds(STRIP_OFFSETS, STRIP_SIZES)
        && extent.holds(TILE_OFFSETS, TILE_SIZES);
  }

  private boolean hasDirectory() {
    return directory + 2 <= bytes.limit() && directory + 2 + ENTRY * entries() <= bytes.limit();
  }

  private long entries() {
    return Short.toUnsignedLong(bytes.getShort((int) directory));
  }

  private boolean holds(int offsetsTag, int sizesTag) {
    int offsets = entry(offsetsTag);
    int sizes = entry(sizesTag);
    if (offsets < 0 || sizes < 0) {
      return true;
    }
    long count = Math.min(count(offsets), count(sizes));
    if (!valuesInside(offsets, count) || !valuesInside(sizes, count)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (value(offsets, i) + value(sizes, i) > bytes.limit()) {
        return false;
      }
    }
    return true;
  }

  private int entry(int tag) {
    for (int i = 0; i < entries(); i++) {
      int at = (int) directory + 2 + i * ENTRY;
      if (Short.toUnsignedInt(bytes.getShort(at)) == tag) {
        return at;
      }
    }
    return -1;
  }

  private long count(int entry) {
    return Integer.toUnsignedLong(bytes.getInt(entry + 4));
  }

  private int width(int entry) {
    return bytes.getShort(entry + 2) == 3 ? 2 : 4; // SHORT or LONG
  }

  /** Up to four bytes of values stand in the entry itself. */
  private long start(int entry) {
    return count(entry) * width(entry) <= 4
        ? entry + 8
        : Integer.toUnsignedLong(bytes.getInt(entry + 8));
  }

  private boolean valuesInside(int entry, long count) {
    return start(entry) + count * width(entry) <= bytes.limit();
  }

  private long value(int entry, int index) {
    int at = (int) start(entry) + index * width(entry);
    return width(entry) == 2
        ? Short.toUnsignedLong(bytes.getShort(at))
        : Integer.toUnsignedLong(bytes.getInt(at));
  }
}
