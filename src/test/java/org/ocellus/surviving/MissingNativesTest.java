package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;

class MissingNativesTest {

  @Test
  void whereOpenCvDoesNotLoadEachPictureIsRefusedWithTheCure() throws Exception {
    Process child =
        ChildJvm.of(Decode.class, List.of("-Dorg.bytedeco.javacpp.platform=linux-riscv64")).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said.lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("NO_OPENCV a.jpg: OpenCV does not load on ")
                    .contains("opencv of this platform's classifier"));
  }

  /** Says why a picture is not decoded, twice. */
  static final class Decode {
    private Decode() {}

    public static void main(String[] args) throws IOException {
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
      for (int i = 0; i < 2; i++) {
        try {
          new ImageDecoder().decode(jpeg.toByteArray(), "a.jpg");
        } catch (ImageDecodingException e) {
          System.out.println(e.reason() + " " + e.getMessage().replace('\n', ' '));
        }
      }
    }
  }
}
