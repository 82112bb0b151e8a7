package org.ocellus.trainer.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * A file of unsigned bytes in MNIST's IDX format, plain or gzipped: the bytes 0, 0, 8 and the
 * number of dimensions, each dimension as four bytes (most significant first), then the values
 * (LeCun, Cortes and Burges, "The MNIST database", 1998).
 *
 * @param sizes the dimensions
 * @param values the values, the last dimension running fastest
 */
@SuppressWarnings("ArrayRecordComponent")
record IdxFile(int[] sizes, byte[] values) {
  private static final int UNSIGNED_BYTES = 0x0800;
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  /**
   * Reads a file.
   *
   * @param dimensions how many it must have
   * @throws DataException if it is of another kind, or is shorter or longer than it says
   * @throws IOException if it cannot be read
   */
  static IdxFile read(Path file, int dimensions) throws IOException {
    try (DataInputStream in = open(file)) {
      byte[] header = in.readNBytes(4 + 4 * dimensions);
      int magic = header.length < 4 ? 0 : number(header, 0);
      if (header.length < 4 + 4 * dimensions || magic != UNSIGNED_BYTES + dimensions) {
        throw new DataException(
            "%s is not an IDX file of %d dimensions: it begins with %s instead of 0x%08X"
                .formatted(
                    file,
                    dimensions,
                    header.length < 4 ? header.length + " bytes" : "0x%08X".formatted(magic),
                    UNSIGNED_BYTES + dimensions));
      }
      int[] sizes = new int[dimensions];
      long length = 1;
      for (int d = 0; d < dimensions; d++) {
        sizes[d] = number(header, 4 + 4 * d);
        length = sizes[d] < 1 ? LONGEST + 1 : Math.min(length * sizes[d], LONGEST + 1);
      }
      String said =
          Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("×"));
      if (length > LONGEST) {
        throw new DataException(
            file + " says that it holds " + said + " values; 1 to 2,147,483,639 can be read");
      }
      byte[] values = in.readNBytes((int) length);
      if (values.length < length || in.read() >= 0) {
        throw new DataException(
            "%s says that it holds %s values, but has %s; download it again"
                .formatted(file, said, values.length < length ? values.length : "more"));
      }
      return new IdxFile(sizes, values);
    }
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | bytes[at + 3] & 0xFF;
  }

  private static DataInputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    boolean zipped = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return new DataInputStream(zipped ? new GZIPInputStream(in, 1 << 16) : in);
  }
}
