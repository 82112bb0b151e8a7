package org.ocellus.index;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads vectors, one a row, from a file as NumPy writes it with {@code numpy.save}: two dimensions,
 * float32, little-endian, C order. For one thread.
 */
public final class NpyReader implements Closeable {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final int LONGEST_HEADER = 1 << 16;

  /** NumPy writes its keys in this order. */
  private static final Pattern FLOATS =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\),? *\\}\\s*");

  private final DataInputStream in;
  private final long rows;
  private final int dimension;
  private final byte[] row;

  /**
   * @throws IOException if the file cannot be read or holds something else
   */
  public NpyReader(Path file) throws IOException {
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    try {
      String header = header(file);
      Matcher shape = FLOATS.matcher(header);
      if (!shape.matches()) {
        throw new IOException(
            file
                + " must hold float32 numbers in two dimensions, C order, but says "
                + header.strip()
                + ": save it with numpy.save(file, numpy.ascontiguousarray(x, 'float32'))");
      }
      rows = Long.parseLong(shape.group(1));
      dimension = Integer.parseInt(shape.group(2));
      row = new byte[Math.multiplyExact(dimension, Float.BYTES)];
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private String header(Path file) throws IOException {
    try {
      byte[] start = in.readNBytes(MAGIC.length);
      int major = in.readUnsignedByte();
      in.readUnsignedByte();
      if (!Arrays.equals(start, MAGIC)) {
        throw new IOException(file + " is no .npy file: save it with numpy.save");
      }
      int length =
          major == 1 ? Short.toUnsignedInt(Short.reverseBytes(in.readShort())) : reverse(file);
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    } catch (EOFException e) {
      throw new IOException(file + " is no .npy file: save it with numpy.save", e);
    }
  }

  private int reverse(Path file) throws IOException {
    int length = Integer.reverseBytes(in.readInt());
    if (length < 0 || length > LONGEST_HEADER) {
      throw new IOException(file + " has a header of " + length + " bytes, which none needs");
    }
    return length;
  }

  /** How many vectors the file says it has. */
  public long rows() {
    return rows;
  }

  /** The length of each. */
  public int dimension() {
    return dimension;
  }

  /**
   * The next vector.
   *
   * @throws EOFException if the file ends, be it with fewer than it said
   */
  public float[] next() throws IOException {
    in.readFully(row);
    float[] vector = new float[dimension];
    ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
