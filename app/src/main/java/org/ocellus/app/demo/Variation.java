package org.ocellus.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

/** A picture that no index holds, made of one that it does. */
final class Variation {
  /** The share of each edge that is cut off. */
  private static final double CUT = 0.08;

  private Variation() {}

  /** Writes a picture cropped and mirrored, left for right. */
  static Path write(Path picture, Path to) throws IOException {
    RgbImage image = new ImageDecoder().decode(picture);
    int x = (int) (image.width() * CUT);
    int y = (int) (image.height() * CUT);
    RgbImage cropped = image.crop(x, y, image.width() - 2 * x, image.height() - 2 * y);
    Files.createDirectories(to.toAbsolutePath().getParent());
    ImageWriter.write(mirrored(cropped), to);
    return to;
  }

  private static RgbImage mirrored(RgbImage image) {
    int width = image.width();
    byte[] from = image.rgb();
    byte[] rgb = new byte[from.length];
    for (int i = 0; i < from.length / 3; i++) {
      int mirror = i / width * width + width - 1 - i % width;
      System.arraycopy(from, 3 * mirror, rgb, 3 * i, 3);
    }
    return new RgbImage(width, image.height(), rgb);
  }
}
