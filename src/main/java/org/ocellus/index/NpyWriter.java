package org.ocellus.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes vectors, one a row, to a file that NumPy reads: float32, little-endian, C order. Format
 * version 1.0 of NumPy's {@code numpy.lib.format}. For one thread.
 */
public final class NpyWriter implements Closeable {
  /** Of the whole header; a multiple of 64, with room for any number of rows. */
  static final int HEADER = 128;

  private final FileChannel channel;
  private final int dimension;
  private final ByteBuffer row;
  private long rows;

  /**
   * Begins the file, or begins it anew.
   *
   * @throws IllegalArgumentException if the dimension is below 1
   */
  public NpyWriter(Path file, int dimension) throws IOException {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be >= 1, got " + dimension);
    }
    this.dimension = dimension;
    this.row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    channel.position(HEADER);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has another length than the others
   */
  public void add(float[] vector) throws IOException {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "row %d has %d numbers, not %d".formatted(rows, vector.length, dimension));
    }
    row.clear().asFloatBuffer().put(vector);
    writeAll(row);
    rows++;
  }

  /** Completes the file: until then it has no header, so that nobody takes a part for the whole. */
  @Override
  public void close() throws IOException {
    try (FileChannel closing = channel) {
      closing.position(0);
      writeAll(header());
    }
  }

  private ByteBuffer header() {
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, dimension);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(NpyReader.MAGIC).put((byte) 1).put((byte) 0);
    header.putShort((short) (HEADER - header.position() - Short.BYTES));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').flip();
  }

  private void writeAll(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
