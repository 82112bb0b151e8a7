package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every flavour under {@code pictures/}, compared with what Pillow read from it. */
class DecodingFlavoursTest {

  /** Where formulas for CMYK round differently; everything else is exact. */
  private static final Map<String, Integer> TOLERANCE = Map.of("cmyk.jpg", 1, "ycck.jpg", 2);

  static List<Path> pictures() {
    return TestPictures.files("/pictures", "[!u]*.{jpg,png,webp,gif,tif,bmp}");
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyFlavourDecodesToWhatPillowSees(Path picture) throws IOException {
    String name = picture.getFileName().toString();
    RgbImage expected = TestPictures.png("/pictures/expected/" + name + ".png");

    RgbImage decoded = new ImageDecoder().decode(picture);

    assertThat(TestPictures.greatestDifference(decoded, expected))
        .isLessThanOrEqualTo(TOLERANCE.getOrDefault(name, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "unsupported-cmyk.tif, CMYK TIFF",
    "unsupported-float.tif, floating-point TIFF",
    "unsupported-gray-alpha.tif, gray-and-alpha TIFF"
  })
  void aFlavourThatIsNotReadIsNamed(String name, String flavour) throws IOException {
    byte[] bytes = TestPictures.bytes("/pictures/" + name);

    assertThatThrownBy(() -> new ImageDecoder().decode(bytes, name))
        .isInstanceOfSatisfying(
            ImageDecodingException.class,
            e -> assertThat(e.reason()).isEqualTo(ImageDecodingException.Reason.UNSUPPORTED))
        .hasMessageContaining(name)
        .hasMessageContaining(flavour);
  }

  @Test
  void sixteenBitAlphaIsLaidOnWhiteByItsHighBytes() throws IOException {
    byte[] png;
    try (Mat pixels = new Mat(2, 3, CV_16UC4, new Scalar(0x10FF, 0x2000, 0x8040, 0x8000));
        BytePointer out = new BytePointer()) {
      assertThat(imencode(".png", pixels, out)).isTrue();
      png = new byte[(int) out.limit()];
      out.get(png);
    }

    RgbImage decoded = new ImageDecoder().decode(png, "deep.png");

    // 0x80 / 255 of the colour (0x80, 0x20, 0x10) on white.
    assertThat(decoded.crop(2, 1, 1, 1).rgb()).containsExactly((byte) 191, (byte) 143, (byte) 135);
  }
}
