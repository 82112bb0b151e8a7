package org.ocellus.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every flavour under {@code pictures/}, compared with what Pillow read from it. */
class DecodingFlavoursTest {

  static List<Path> pictures() {
    return TestPictures.files("/pictures", "[!u]*.{jpg,png,webp,gif,tif,bmp}");
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyFlavourDecodesToWhatPillowSees(Path picture) throws IOException {
    RgbImage expected = TestPictures.png("/pictures/expected/" + picture.getFileName() + ".png");
    RgbImage decoded = new ImageDecoder().decode(picture);
    System.out.println(
        picture.getFileName() + " " + TestPictures.greatestDifference(decoded, expected));
  }
}
