package org.ocellus.trainer.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ocellus.image.Preprocessing;
import org.ocellus.trainer.storage.RowFile;

/**
 * Pictures decoded and cut to a square once, as {@code size·size·3} bytes each on disk. They depend
 * on the preprocessing and on every picture's stamp; equal data is decoded once, and an interrupted
 * filling is resumed. Safe for reading by several threads.
 */
public final class PictureCache {
  private final int size;
  private final int count;
  private final RowFile rows;

  private PictureCache(Path folder, List<String> origin, int count, int size) {
    this.size = size;
    this.count = count;
    rows = new RowFile(folder, origin, count, 3 * size * size);
  }

  /**
   * Opens the cache of {@code pictures} below {@code folder} and decodes what it lacks.
   *
   * @param preprocessing whose geometry is applied; gives squares
   * @param progress told now and then how many pictures are there
   * @throws DataException if more than one picture in a hundred cannot be decoded
   * @throws org.ocellus.trainer.storage.StorageException if the cache cannot be written
   * @throws InterruptedException if interrupted; what was decoded is kept
   */
  public static PictureCache open(
      Path folder,
      Preprocessing preprocessing,
      List<PictureContent> pictures,
      PreparationListener progress)
      throws InterruptedException {
    if (preprocessing.width() != preprocessing.height()) {
      throw new IllegalArgumentException(
          "pictures must be square, but preprocessing gives %d x %d"
              .formatted(preprocessing.width(), preprocessing.height()));
    }
    PictureCache cache =
        new PictureCache(
            folder, origin(preprocessing, pictures), pictures.size(), preprocessing.width());
    new CacheFiller(cache, preprocessing, pictures, progress).fill();
    return cache;
  }

  /** Whether a picture could be decoded. */
  public boolean usable(int picture) {
    return rows.isKnown(picture);
  }

  /** How many pictures could not be decoded. */
  public int bad() {
    return (int) IntStream.range(0, count).filter(i -> !usable(i)).count();
  }

  /** A digest of which pictures there are and how they were cut. */
  public String key() {
    return rows.key();
  }

  /** Width and height of all pictures. */
  public int size() {
    return size;
  }

  /** A copy of a picture's samples, interleaved RGB. */
  public byte[] get(int picture) {
    byte[] rgb = new byte[3 * size * size];
    rows.get(picture).get(rgb);
    return rgb;
  }

  void put(int picture, byte[] rgb) {
    rows.put(picture, rgb);
  }

  private static List<String> origin(Preprocessing preprocessing, List<PictureContent> pictures) {
    List<String> origin = new ArrayList<>();
    origin.add(Preprocessing.CODE_VERSION + preprocessing.toJson());
    try {
      for (PictureContent picture : pictures) {
        origin.add(picture.stamp());
      }
    } catch (IOException e) {
      throw new DataException("cannot look at the pictures: " + e.getMessage(), e);
    }
    return origin;
  }
}
