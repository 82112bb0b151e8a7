package org.ocellus.trainer.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of bytes, all of one length, in a file, and in another one which of them are known. Both are
 * named by a digest of what the rows are made from, so that equal rows are made once, and what an
 * interrupted program has put is there for the next one. Rows are read by memory mapping, but not
 * written so, for a full disk would end the JVM. For use by several threads that put different
 * rows.
 */
public final class RowFile {
  private static final byte KNOWN = 1;
  private static final int CHUNK = 1 << 30;

  private final int length;
  private final int rowsInChunk;
  private final String key;
  private final Path rowFile;
  private final Path knownFile;
  private final List<MappedByteBuffer> chunks = new ArrayList<>();
  private final MappedByteBuffer known;

  /**
   * Opens the file, or makes it.
   *
   * @param folder made if it is not there
   * @param origin all that the rows depend on
   * @param rows how many there are
   * @param length of a row, at most 2³⁰
   * @throws StorageException if it cannot be written, or lacks the space for rows not yet known
   */
  public RowFile(Path folder, List<String> origin, int rows, int length) {
    this.length = length;
    rowsInChunk = CHUNK / length;
    key = digest(origin);
    rowFile = folder.resolve(key + ".rows");
    knownFile = folder.resolve(key + ".known");
    try {
      Files.createDirectories(folder);
      known = map(knownFile, rows, rows).getFirst();
      long missing = IntStream.range(0, rows).filter(row -> !isKnown(row)).count();
      requireSpace(folder, missing * length);
      chunks.addAll(map(rowFile, (long) rows * length, (long) rowsInChunk * length));
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** The digest of the origin. */
  public String key() {
    return key;
  }

  /** Whether a row was put. */
  public boolean isKnown(int row) {
    return known.get(row) == KNOWN;
  }

  /** A row, to be read. */
  public ByteBuffer get(int row) {
    return chunks.get(row / rowsInChunk).slice(row % rowsInChunk * length, length);
  }

  /**
   * Writes a row. An interrupted thread finishes.
   *
   * @throws StorageException if it cannot be written
   */
  public void put(int row, byte[] content) {
    if (content.length != length) {
      throw new IllegalArgumentException(
          "a row must have " + length + " bytes, got " + content.length);
    }
    write(rowFile, (long) row * length, content);
    write(knownFile, row, new byte[] {KNOWN});
  }

  /** Opens the file anew, so that nobody has to close it. */
  private static void write(Path file, long position, byte[] content) {
    // Not a channel, which an interrupt would close.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(position);
      out.write(content);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** A file of {@code size} bytes, perhaps sparse, in maps of {@code chunk} bytes. */
  private static List<MappedByteBuffer> map(Path path, long size, long chunk) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      if (file.length() < size) {
        file.setLength(size);
      }
      List<MappedByteBuffer> maps = new ArrayList<>();
      for (long from = 0; from < size; from += chunk) {
        maps.add(file.getChannel().map(MapMode.READ_ONLY, from, Math.min(chunk, size - from)));
      }
      return maps;
    }
  }

  private static void requireSpace(Path folder, long needed) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (needed > free) {
      throw new StorageException(
          "the cache in %s needs %,d MB more, but %,d MB are free; make room or give another --cache"
              .formatted(folder, needed >> 20, free >> 20));
    }
  }

  private static StorageException cannotWrite(Path path, IOException e) {
    return new StorageException(
        "cannot write %s: %s; make room or give another --cache".formatted(path, e.getMessage()),
        e);
  }

  private static String digest(List<String> origin) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      origin.forEach(line -> digest.update((line + "\n").getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
