package org.ocellus.trainer.teacher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.ocellus.trainer.data.DataException;

/**
 * A teacher's features, and perhaps its class probabilities, for some fixed crops of each picture,
 * and for the picture unvaried, as float16 in a memory-mapped file. The file is named by a digest
 * of what it depends on, so that equal questions are asked once; an interrupted filling is resumed.
 * For filling by one thread; safe for reading by several.
 */
public final class TeacherAnswers {
  private static final byte KNOWN = 1;

  private final int crops;
  private final int dimension;
  private final List<String> classes;
  private final int length;
  private final int rowsInChunk;
  private final List<MappedByteBuffer> chunks = new ArrayList<>();
  private final MappedByteBuffer known;

  /**
   * Opens or creates the file.
   *
   * @param folder where it is
   * @param origin what the answers depend on: teacher, pictures, variations
   * @param pictures how many there are
   * @param crops of each
   * @param dimension of the teacher's features
   * @param classes the names of those whose probabilities are kept; none for the features alone
   * @throws DataException if the file cannot be written
   */
  TeacherAnswers(
      Path folder, String origin, int pictures, int crops, int dimension, List<String> classes) {
    this.crops = crops;
    this.dimension = dimension;
    this.classes = List.copyOf(classes);
    length = dimension + classes.size();
    rowsInChunk = (1 << 30) / (Short.BYTES * length);
    int rows = Math.multiplyExact(pictures, crops + 1);
    String name = digest(origin + "\t" + crops + "\t" + dimension + "\t" + classes);
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = open(folder.resolve(name + ".features"))) {
        long bytes = (long) rows * length * Short.BYTES;
        requireSpace(folder, bytes - channel.size());
        for (long first = 0; first < rows; first += rowsInChunk) {
          long count = Math.min(rowsInChunk, rows - first);
          chunks.add(
              channel.map(
                  FileChannel.MapMode.READ_WRITE,
                  first * length * Short.BYTES,
                  count * length * Short.BYTES));
        }
      }
      try (FileChannel channel = open(folder.resolve(name + ".known"))) {
        known = channel.map(FileChannel.MapMode.READ_WRITE, 0, rows);
      }
    } catch (IOException e) {
      throw new DataException(
          "cannot write the teacher's answers in " + folder + "; free space there or give --cache",
          e);
    }
  }

  /** The length of the features. */
  public int dimension() {
    return dimension;
  }

  /** The names of the classes whose probabilities are known; none if only features are. */
  public List<String> classes() {
    return classes;
  }

  /** How many fixed crops of each picture there are. */
  public int crops() {
    return crops;
  }

  boolean isKnown(int picture, int crop) {
    return known.get(row(picture, crop)) == KNOWN;
  }

  /**
   * Keeps an answer.
   *
   * @param values the features, and after them the logarithms of the classes' probabilities
   */
  void put(int picture, int crop, float[] values) {
    int row = row(picture, crop);
    MappedByteBuffer chunk = chunks.get(row / rowsInChunk);
    int at = row % rowsInChunk * length * Short.BYTES;
    for (int i = 0; i < length; i++) {
      chunk.putShort(at + i * Short.BYTES, Float.floatToFloat16(values[i]));
    }
    known.put(row, KNOWN);
  }

  /**
   * The features of a crop.
   *
   * @param crop its number, or {@link #crops} for the picture unvaried
   * @param out takes them from index {@code from} on
   */
  public void features(int picture, int crop, float[] out, int from) {
    get(picture, crop, 0, dimension, out, from);
  }

  /**
   * The logarithms of the probabilities of {@link #classes}, which need not sum to 1.
   *
   * @param crop its number, or {@link #crops} for the picture unvaried
   * @param out takes them from index {@code from} on
   */
  public void logProbabilities(int picture, int crop, float[] out, int from) {
    get(picture, crop, dimension, classes.size(), out, from);
  }

  private void get(int picture, int crop, int first, int count, float[] out, int from) {
    int row = row(picture, crop);
    if (known.get(row) != KNOWN) {
      throw new IllegalStateException(
          "the teacher was not asked about crop " + crop + " of picture " + picture);
    }
    MappedByteBuffer chunk = chunks.get(row / rowsInChunk);
    int at = (row % rowsInChunk * length + first) * Short.BYTES;
    for (int i = 0; i < count; i++) {
      out[from + i] = Float.float16ToFloat(chunk.getShort(at + i * Short.BYTES));
    }
  }

  private int row(int picture, int crop) {
    return picture * (crops + 1) + crop;
  }

  private static void requireSpace(Path folder, long needed) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (needed > free) {
      throw new DataException(
          "the teacher's answers need %,d MB more in %s, which has %,d MB; free space or give --cache"
              .formatted(needed >> 20, folder, free >> 20));
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
