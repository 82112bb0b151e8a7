package org.ocellus.trainer.data;

import java.io.IOException;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;

/** What a picture's pixels are read from. Safe for use by several threads. */
public sealed interface PictureContent permits PictureFile, RawPicture {
  /** What errors and reports call the picture. */
  String name();

  /**
   * Differs whenever the pixels may differ: name, size and time of the file they are in.
   *
   * @throws IOException if the file cannot be looked at
   */
  String stamp() throws IOException;

  /**
   * The pixels.
   *
   * @throws IOException if they cannot be read or are refused
   */
  RgbImage decode() throws IOException;

  /**
   * The pixels as the engine decodes them for a network, perhaps at a reduced scale.
   *
   * @throws IOException if they cannot be read or are refused
   */
  default RgbImage decode(Preprocessing preprocessing) throws IOException {
    return decode();
  }
}
