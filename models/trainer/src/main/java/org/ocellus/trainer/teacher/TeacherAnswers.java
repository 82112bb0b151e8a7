package org.ocellus.trainer.teacher;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.ocellus.trainer.storage.RowFile;

/**
 * A teacher's features, and perhaps its class probabilities and places among sentences, for some
 * fixed crops of each picture, and for the picture unvaried, as float16 on disk; equal questions
 * are asked once, and an interrupted filling is resumed. For filling by one thread; safe for
 * reading by several.
 */
public final class TeacherAnswers {
  private final int crops;
  private final int dimension;
  private final List<String> classes;
  private final int textDimension;
  private final RowFile rows;

  /**
   * Opens or creates the file.
   *
   * @param folder where it is
   * @param origin what the answers depend on: teacher, pictures, variations
   * @param pictures how many there are
   * @param crops of each
   * @param dimension of the teacher's features
   * @param classes the names of those whose probabilities are kept; none for the features alone
   * @param textDimension of the pictures' places among sentences; 0 if none are kept
   * @throws org.ocellus.trainer.storage.StorageException if the file cannot be written
   */
  TeacherAnswers(
      Path folder,
      String origin,
      int pictures,
      int crops,
      int dimension,
      List<String> classes,
      int textDimension) {
    this.crops = crops;
    this.dimension = dimension;
    this.classes = List.copyOf(classes);
    this.textDimension = textDimension;
    rows =
        new RowFile(
            folder,
            List.of(origin, "crops " + crops, "dimension " + dimension, "classes " + classes),
            Math.multiplyExact(pictures, crops + 1),
            Short.BYTES * (dimension + classes.size() + textDimension));
  }

  /** A digest of what the answers depend on. */
  public String key() {
    return rows.key();
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
    return rows.isKnown(row(picture, crop));
  }

  /**
   * Keeps an answer.
   *
   * @param values the features, after them the logarithms of the classes' probabilities, and then
   *     the place among sentences
   */
  void put(int picture, int crop, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * values.length);
    for (float value : values) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    rows.put(row(picture, crop), bytes.array());
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

  /** The length of the pictures' places among sentences; 0 if they are not known. */
  public int textDimension() {
    return textDimension;
  }

  /**
   * Where a crop lies among sentences, not normalised.
   *
   * @param crop its number, or {@link #crops} for the picture unvaried
   * @param out takes it from index {@code from} on
   */
  public void textEmbedding(int picture, int crop, float[] out, int from) {
    get(picture, crop, dimension + classes.size(), textDimension, out, from);
  }

  private void get(int picture, int crop, int first, int count, float[] out, int from) {
    int row = row(picture, crop);
    if (!rows.isKnown(row)) {
      throw new IllegalStateException(
          "the teacher was not asked about crop " + crop + " of picture " + picture);
    }
    ByteBuffer bytes = rows.get(row).position(Short.BYTES * first);
    for (int i = 0; i < count; i++) {
      out[from + i] = Float.float16ToFloat(bytes.getShort());
    }
  }

  private int row(int picture, int crop) {
    return picture * (crops + 1) + crop;
  }
}
