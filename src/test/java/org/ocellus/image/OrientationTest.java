package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {

  /** Stored as {@code abc / def}; how each orientation shows it, by the EXIF specification. */
  @ParameterizedTest
  @CsvSource({
    "1, abc/def",
    "2, cba/fed",
    "3, fed/cba",
    "4, def/abc",
    "5, ad/be/cf",
    "6, da/eb/fc",
    "7, fc/eb/da",
    "8, cf/be/ad"
  })
  void eachOrientationTurnsThePictureUpright(int exif, String shown) {
    byte[] letters = "aaabbbcccdddeeefff".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    RgbImage upright = Orientation.fromExif(exif).apply(new RgbImage(3, 2, letters));

    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      text.append(i > 0 && i % upright.width() == 0 ? "/" : "").append((char) upright.rgb()[3 * i]);
    }
    assertThat(text).hasToString(shown);
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void largePicturesAreTurnedLikeSmallOnes(Orientation orientation) {
    RgbImage image = TestPictures.noise(70, 45, 3);
    RgbImage upright = orientation.apply(image);

    // The top left quarter alone, turned, is a corner of the whole, turned.
    RgbImage part = orientation.apply(image.crop(0, 0, 35, 20));
    int x = movesRight(orientation) ? upright.width() - part.width() : 0;
    int y = movesDown(orientation) ? upright.height() - part.height() : 0;
    assertThat(upright.crop(x, y, part.width(), part.height()).rgb()).isEqualTo(part.rgb());
  }

  private static boolean movesRight(Orientation orientation) {
    return switch (orientation) {
      case FLIP_HORIZONTAL, ROTATE_180, ROTATE_90, TRANSVERSE -> true;
      case NORMAL, FLIP_VERTICAL, TRANSPOSE, ROTATE_270 -> false;
    };
  }

  private static boolean movesDown(Orientation orientation) {
    return switch (orientation) {
      case FLIP_VERTICAL, ROTATE_180, ROTATE_270, TRANSVERSE -> true;
      case NORMAL, FLIP_HORIZONTAL, TRANSPOSE, ROTATE_90 -> false;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 9, 255})
  void valuesThatExifDoesNotKnowLeaveThePictureAsItIs(int exif) {
    assertThat(Orientation.fromExif(exif)).isEqualTo(Orientation.NORMAL);
  }

  @ParameterizedTest
  @EnumSource(Orientation.class)
  void decodingAppliesExifExactlyOnce(Orientation orientation) throws IOException {
    byte[] plain = TestPictures.encode(TestPictures.buffered(TestPictures.smooth(48, 32)), "jpeg");
    byte[] turned = withExifOrientation(plain, orientation.exif());

    RgbImage decoded = new ImageDecoder().decode(turned, "turned.jpg");

    RgbImage stored = new ImageDecoder().decode(plain, "plain.jpg");
    assertThat(decoded.rgb()).isEqualTo(orientation.apply(stored).rgb());
    assertThat(ImageHeader.read(turned, "turned.jpg"))
        .isEqualTo(new ImageHeader(ImageFormat.JPEG, 48, 32, orientation));
  }

  @Test
  void brokenExifDoesNotCostThePicture() throws IOException {
    byte[] plain = TestPictures.encode(TestPictures.buffered(TestPictures.smooth(48, 32)), "jpeg");
    byte[] broken = withExifOrientation(plain, 6);
    java.util.Arrays.fill(broken, 16, 24, (byte) 0xEE);

    assertThat(new ImageDecoder().decode(broken, "broken.jpg").width()).isEqualTo(48);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Landscape", "Portrait"})
  void allPicturesOfAnOrientationSeriesShowTheSame(String series) throws IOException {
    Path folder = sharedFolder();
    assumeThat(folder).as("shared/data/orientation").isDirectory();
    RgbImage first = thumbnail(folder.resolve(series + "_0.jpg"));
    for (int i : IntStream.rangeClosed(1, 8).toArray()) {
      RgbImage other = thumbnail(folder.resolve(series + "_" + i + ".jpg"));
      assertThat(TestPictures.greatestDifference(topThird(first), topThird(other)))
          .as("%s_%d.jpg", series, i)
          .isLessThan(12); // each was compressed anew
    }
  }

  /** In the middle of each picture stands its number. */
  private static RgbImage topThird(RgbImage image) {
    return image.crop(0, 0, image.width(), image.height() / 3);
  }

  private static RgbImage thumbnail(Path file) throws IOException {
    RgbImage picture = new ImageDecoder().decode(file);
    return Resampling.BOX.resize(picture, picture.width() / 30, picture.height() / 30);
  }

  private static Path sharedFolder() {
    return Stream.of("../shared", "../../shared")
        .map(parent -> Path.of(parent, "data", "orientation"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Path.of("shared/data/orientation"));
  }

  /** Puts an EXIF segment of one entry behind the start marker. */
  private static byte[] withExifOrientation(byte[] jpeg, int value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0});
    out.write(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1});
    out.write(new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) value, 0, 0, 0, 0, 0, 0});
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
