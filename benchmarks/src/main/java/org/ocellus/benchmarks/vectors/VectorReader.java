package org.ocellus.benchmarks.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.NpyReader;

/**
 * Reads vectors from the files that benchmarks of nearest neighbours keep them in, told apart by
 * their names: NumPy's {@code .npy}; {@code .fvecs}, {@code .bvecs} and {@code .ivecs}, in which
 * each row is its length as a little-endian int and so many floats, bytes or ints
 * (corpus-texmex.irisa.fr); and MNIST's {@code idx3-ubyte}, plain or gzipped, a picture a row.
 */
final class VectorReader {
  private VectorReader() {}

  /**
   * All vectors of a file.
   *
   * @throws IOException if it is missing, of another kind, cut off, or its rows differ in length
   */
  static float[][] read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "make it with ./ocellus bench embed DIR --out FILE.npy, or get it");
    }
    String name = file.getFileName().toString();
    if (name.endsWith(".npy")) {
      return npy(file);
    }
    if (name.endsWith(".fvecs")) {
      return rows(file, Float.BYTES, ByteBuffer::getFloat);
    }
    if (name.endsWith(".bvecs")) {
      return rows(file, 1, row -> row.get() & 0xFF);
    }
    if (name.contains("idx3-ubyte")) {
      return idx(file);
    }
    throw new IOException(file + " must end in .npy, .fvecs, .bvecs or idx3-ubyte(.gz)");
  }

  /** All rows of an {@code .ivecs} file. */
  static int[][] ivecs(Path file) throws IOException {
    List<int[]> rows = new ArrayList<>();
    try (DataInputStream in = open(file)) {
      for (ByteBuffer row = row(in, Integer.BYTES, file); row != null; ) {
        int[] numbers = new int[row.remaining() / Integer.BYTES];
        row.asIntBuffer().get(numbers);
        rows.add(numbers);
        row = row(in, Integer.BYTES, file);
      }
    }
    return rows.toArray(int[][]::new);
  }

  private static float[][] npy(Path file) throws IOException {
    try (NpyReader reader = new NpyReader(file)) {
      float[][] vectors = new float[Math.toIntExact(reader.rows())][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = reader.next();
      }
      return vectors;
    }
  }

  private interface Number {
    float next(ByteBuffer row);
  }

  private static float[][] rows(Path file, int bytes, Number number) throws IOException {
    List<float[]> rows = new ArrayList<>();
    try (DataInputStream in = open(file)) {
      for (ByteBuffer row = row(in, bytes, file); row != null; row = row(in, bytes, file)) {
        float[] vector = new float[row.remaining() / bytes];
        for (int d = 0; d < vector.length; d++) {
          vector[d] = number.next(row);
        }
        if (!rows.isEmpty() && rows.get(0).length != vector.length) {
          throw new IOException(
              "row %d of %s has %d numbers, the first has %d"
                  .formatted(rows.size(), file, vector.length, rows.get(0).length));
        }
        rows.add(vector);
      }
    }
    return rows.toArray(float[][]::new);
  }

  /** The numbers of the next row; null after the last. */
  private static @Nullable ByteBuffer row(DataInputStream in, int bytes, Path file)
      throws IOException {
    byte[] start = in.readNBytes(Integer.BYTES);
    if (start.length == 0) {
      return null;
    }
    int length = start.length < Integer.BYTES ? -1 : littleEndian(start).getInt();
    if (length < 1 || length > 1 << 20) {
      throw new IOException(file + " has a row of " + length + " numbers: it is of another kind");
    }
    byte[] row = in.readNBytes(length * bytes);
    if (row.length < length * bytes) {
      throw new EOFException(file + " ends within a row: get it anew");
    }
    return littleEndian(row);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[][] idx(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      if (in.readInt() != 0x0803) {
        throw new IOException(file + " is no IDX file of bytes in three dimensions");
      }
      int count = in.readInt();
      int size = Math.multiplyExact(in.readInt(), in.readInt());
      float[][] vectors = new float[count][size];
      byte[] row = new byte[size];
      for (float[] vector : vectors) {
        in.readFully(row);
        for (int d = 0; d < size; d++) {
          vector[d] = row[d] & 0xFF;
        }
      }
      return vectors;
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    var in = Files.newInputStream(file);
    return new DataInputStream(
        new BufferedInputStream(
            file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in, 1 << 16));
  }
}
