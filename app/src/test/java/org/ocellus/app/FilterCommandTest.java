package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocellus.app.Shell.Result;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

class FilterCommandTest {
  @TempDir Path folder;
  private Path in;
  private Path out;

  /** Black on the left, white from column 4 on. */
  @BeforeEach
  void anUprightEdge() throws Exception {
    byte[] rgb = new byte[3 * 8 * 6];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 8 < 4 ? 0 : 255);
    }
    in = folder.resolve("in.png");
    out = folder.resolve("out.png");
    ImageWriter.write(new RgbImage(8, 6, rgb), in);
  }

  private int[] row(int y) throws Exception {
    RgbImage image = new ImageDecoder().decode(out);
    int[] row = new int[image.width()];
    for (int x = 0; x < row.length; x++) {
      row[x] = image.rgb()[3 * (y * image.width() + x)] & 0xFF;
    }
    return row;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Middle gray is zero; 3 * -255 / 2 + 128 is clamped to black.
        "high-pass-vertical              | 128 128 128 0 0 128 128 128",
        "high-pass-horizontal            | 128 128 128 128 128 128 128 128",
        "sobel                           | 0 0 0 255 255 0 0 0",
        "sobel --axis y                  | 128 128 128 128 128 128 128 128",
        "laplacian                       | 128 128 128 255 1 128 128 128",
        "gaussian                        | 0 0 0 64 191 255 255 255",
        "gaussian --stride 2             | 0 0 191 255",
        "gaussian --padding zero         | 0 0 0 64 191 255 255 191",
        // The step answered by cos(pi (2 x + 1) / 4) over two samples: +, then clamped nowhere.
        "dct --u 1 --v 0 --side 2        | 128 128 128 0 128 128 128 128",
      })
  void kernelsAnswerAsComputedByHand(String words, String expected) throws Exception {
    Object[] args = (("filter " + words).strip() + " " + in + " " + out).split(" +");

    Result result = Shell.run(args);

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(row(2))
        .containsExactly(Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void gaborAnswersToStripesOfItsDirection() throws Exception {
    Shell.run("filter", "gabor", "--theta", 0, "--lambda", 4, "--sigma", 2, in, out);
    int[] across = row(3);
    Shell.run("filter", "gabor", "--theta", 90, "--lambda", 4, "--sigma", 2, in, out);
    int[] along = row(3);

    assertThat(spread(across)).isGreaterThan(4 * spread(along));
  }

  private static int spread(int[] row) {
    return Arrays.stream(row).max().orElseThrow() - Arrays.stream(row).min().orElseThrow();
  }

  @Test
  void haarIsASquareOfFourHalves() throws Exception {
    Result result = Shell.run("filter", "haar", in, out);

    assertThat(result.code()).as(result.err()).isZero();
    RgbImage image = new ImageDecoder().decode(out);
    assertThat(image.width()).isEqualTo(8);
    assertThat(image.height()).isEqualTo(6);
    // Means on the left; on the right no difference, for the edge falls between two pairs.
    assertThat(row(0)).containsExactly(0, 0, 255, 255, 128, 128, 128, 128);
  }

  @Test
  void wrongParametersAreNamed() {
    Result sigma = Shell.run("filter", "gaussian", "--sigma", -1, in, out);
    assertThat(sigma.err()).contains("sigma must be above 0");
    assertThat(sigma.code()).isEqualTo(2);

    Result kind = Shell.run("filter", "sobel", in, folder.resolve("out.txt"));
    assertThat(kind.err()).contains("out.txt", ".png");
    assertThat(kind.code()).isEqualTo(2);

    Result missing = Shell.run("filter", "sobel", folder.resolve("nix.png"), out);
    assertThat(missing.err()).contains("nix.png: no such file");
    assertThat(missing.code()).isEqualTo(3);

    assertThat(Shell.run("filter", "blur", in, out).code()).isEqualTo(2);
    assertThat(Shell.run("filter").code()).isEqualTo(2);
  }
}
