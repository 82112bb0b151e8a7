package org.ocellus.trainer.data;

import java.io.IOException;
import java.nio.file.Path;
import org.ocellus.image.RgbImage;

/** One of many pictures of equal size that lie uncompressed in one file, plane after plane. */
final class RawPicture implements PictureContent {
  /**
   * The pictures of one file.
   *
   * @param file the file
   * @param bytes its content, perhaps decompressed; shared by all its pictures
   * @param planes 1 for grey, 3 for red, green and blue
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Container(Path file, byte[] bytes, int width, int height, int planes) {}

  private final Container container;
  private final int number;
  private final int from;

  /**
   * Creates a picture.
   *
   * @param number its place in the container, from 0
   * @param from where its first plane begins in the container's bytes
   */
  RawPicture(Container container, int number, int from) {
    this.container = container;
    this.number = number;
    this.from = from;
  }

  @Override
  public String name() {
    return container.file() + "[" + number + "]";
  }

  @Override
  public String stamp() throws IOException {
    return PictureFile.stamp(container.file()) + "\t" + number;
  }

  @Override
  public RgbImage decode() {
    int pixels = container.width() * container.height();
    int nextPlane = container.planes() == 1 ? 0 : pixels;
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = container.bytes()[from + c * nextPlane + i];
      }
    }
    return new RgbImage(container.width(), container.height(), rgb);
  }
}
