package org.ocellus.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.stream.IntStream;
import org.ocellus.image.Preprocessing;

/**
 * Pictures decoded and cut to a square once, as {@code size·size·3} bytes each in a memory-mapped
 * file. The file is named by a digest of the preprocessing and of every picture's stamp, so that
 * equal data is decoded once; an interrupted filling is resumed. Safe for reading by several
 * threads.
 */
public final class PictureCache {
  private static final byte GOOD = 1;

  private final int size;
  private final String key;
  private final int each;
  private final int chunk;
  private final List<MappedByteBuffer> pictures = new ArrayList<>();
  private final MappedByteBuffer state;
  private final int count;

  private PictureCache(Path folder, String key, int count, int size) throws IOException {
    this.key = key;
    this.size = size;
    this.each = 3 * size * size;
    this.chunk = (1 << 30) / each;
    this.count = count;
    Files.createDirectories(folder);
    try (FileChannel channel = open(folder.resolve(key + ".rgb"))) {
      requireSpace(folder, (long) each * count - channel.size());
      for (int first = 0; first < count; first += chunk) {
        long length = (long) each * Math.min(chunk, count - first);
        pictures.add(channel.map(FileChannel.MapMode.READ_WRITE, (long) first * each, length));
      }
    }
    try (FileChannel channel = open(folder.resolve(key + ".state"))) {
      state = channel.map(FileChannel.MapMode.READ_WRITE, 0, count);
    }
  }

  /**
   * Opens the cache of {@code pictures} below {@code folder} and decodes what it lacks.
   *
   * @param preprocessing whose geometry is applied; gives squares
   * @param progress told now and then how many pictures are there
   * @throws DataException if more than one picture in a hundred cannot be decoded
   */
  public static PictureCache open(
      Path folder,
      Preprocessing preprocessing,
      List<PictureContent> pictures,
      CacheProgress progress) {
    if (preprocessing.width() != preprocessing.height()) {
      throw new IllegalArgumentException(
          "pictures must be square, but preprocessing gives %d x %d"
              .formatted(preprocessing.width(), preprocessing.height()));
    }
    try {
      PictureCache cache =
          new PictureCache(
              folder, key(preprocessing, pictures), pictures.size(), preprocessing.width());
      new CacheFiller(cache, preprocessing, pictures, progress).fill();
      return cache;
    } catch (IOException e) {
      throw new DataException(
          "cannot write the picture cache in " + folder + "; free space there or give --cache", e);
    }
  }

  /** Whether a picture could be decoded. */
  public boolean usable(int picture) {
    return state.get(picture) == GOOD;
  }

  /** How many pictures could not be decoded. */
  public int bad() {
    return (int) IntStream.range(0, count).filter(i -> !usable(i)).count();
  }

  /** A digest of which pictures there are and how they were cut. */
  public String key() {
    return key;
  }

  /** Width and height of all pictures. */
  public int size() {
    return size;
  }

  /** A copy of a picture's samples, interleaved RGB. */
  public byte[] get(int picture) {
    byte[] rgb = new byte[each];
    buffer(picture).get(offset(picture), rgb);
    return rgb;
  }

  void put(int picture, byte[] rgb) {
    buffer(picture).put(offset(picture), rgb);
    state.put(picture, GOOD);
  }

  private ByteBuffer buffer(int picture) {
    return pictures.get(picture / chunk);
  }

  private int offset(int picture) {
    return (picture % chunk) * each;
  }

  /** A mapped file that outgrows its disk would end the JVM in the middle of a write. */
  private static void requireSpace(Path folder, long needed) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (needed > free) {
      throw new DataException(
          "the picture cache needs %,d MB more in %s, which has %,d MB; free space or give --cache"
              .formatted(needed >> 20, folder, free >> 20));
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static String key(Preprocessing preprocessing, List<PictureContent> pictures) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((Preprocessing.CODE_VERSION + preprocessing.toJson()).getBytes(UTF_8));
      for (PictureContent picture : pictures) {
        digest.update(("\n" + picture.stamp()).getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new DataException("cannot look at the pictures: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
