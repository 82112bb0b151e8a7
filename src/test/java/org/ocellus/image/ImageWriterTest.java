package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {
  @TempDir Path folder;

  private static RgbImage gradient() {
    byte[] rgb = new byte[3 * 20 * 10];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i % 3 * 80 + i / 60 * 5);
    }
    return new RgbImage(20, 10, rgb);
  }

  @Test
  void pngGivesBackEverySample() throws Exception {
    Path file = folder.resolve("a.PNG");

    ImageWriter.write(gradient(), file);

    RgbImage read = new ImageDecoder().decode(file);
    assertThat(read.width()).isEqualTo(20);
    assertThat(read.height()).isEqualTo(10);
    assertThat(read.rgb()).isEqualTo(gradient().rgb());
  }

  @Test
  void webpAndJpegComeClose() throws Exception {
    for (String name : new String[] {"a.webp", "a.jpg", "a.jpeg"}) {
      ImageWriter.write(gradient(), folder.resolve(name));

      byte[] read = new ImageDecoder().decode(folder.resolve(name)).rgb();

      byte[] written = gradient().rgb();
      for (int i = 0; i < read.length; i++) {
        assertThat(Math.abs((read[i] & 0xFF) - (written[i] & 0xFF))).as(name).isLessThan(12);
      }
    }
  }

  @Test
  void aLowerQualityTakesFewerBytesAndMustBeFromOneToAHundred() {
    RgbImage picture = gradient();

    assertThat(ImageWriter.encode(picture, ImageFormat.JPEG, 10))
        .hasSizeLessThan(ImageWriter.encode(picture, ImageFormat.JPEG).length);
    assertThat(ImageWriter.encode(picture, ImageFormat.JPEG, 90))
        .isEqualTo(ImageWriter.encode(picture, ImageFormat.JPEG));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageWriter.encode(picture, ImageFormat.JPEG, 0))
        .withMessage("quality must be from 1 to 100, got 0");
  }

  @Test
  void otherKindsAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageWriter.write(gradient(), folder.resolve("a.gif")))
        .withMessageContaining("a.gif")
        .withMessageContaining(".png, .webp or .jpg");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageWriter.encode(gradient(), ImageFormat.TIFF))
        .withMessageContaining("TIFF");
  }
}
