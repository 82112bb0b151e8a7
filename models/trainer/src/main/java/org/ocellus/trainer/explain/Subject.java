package org.ocellus.trainer.explain;

import java.io.IOException;
import java.nio.file.Path;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;

/**
 * A picture to explain a network with.
 *
 * @param name its file's name
 * @param seen resized and cropped as the network sees it
 * @param input the network's input, {@code [1, 3, H, W]}
 */
public record Subject(String name, RgbImage seen, Tensor input) {

  /**
   * Reads a picture file.
   *
   * @throws IOException if it cannot be read or is refused by the decoder, naming the file
   */
  public static Subject read(Path file, Preprocessing preprocessing) throws IOException {
    RgbImage image =
        preprocessing.decode(new ImageDecoder(), ImageDecoder.read(file), file.toString());
    return new Subject(
        file.getFileName().toString(), preprocessing.geometry(image), preprocessing.apply(image));
  }
}
