package org.ocellus.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;

/**
 * A picture that is a file of its own.
 *
 * @param path the file
 */
public record PictureFile(Path path) implements PictureContent {
  private static final ImageDecoder DECODER = new ImageDecoder();

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public String stamp() throws IOException {
    return stamp(path);
  }

  @Override
  public RgbImage decode() throws IOException {
    return DECODER.decode(path);
  }

  @Override
  public RgbImage decode(Preprocessing preprocessing) throws IOException {
    return preprocessing.decode(DECODER, ImageDecoder.read(path), name());
  }

  /** Path, size and time of a file; the path alone of one that is not there. */
  static String stamp(Path file) throws IOException {
    String stamp = file.toAbsolutePath().toString();
    return Files.exists(file)
        ? stamp + "\t" + Files.size(file) + "\t" + Files.getLastModifiedTime(file).toMillis()
        : stamp;
  }
}
