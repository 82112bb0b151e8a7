package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaLumaTest {

  @ParameterizedTest
  @CsvSource({"32, 32", "97, 61", "640, 480", "5, 9", "33, 20", "1, 1", "64, 20000", "3, 9000"})
  void eachAreaHasTheMeanOfTheSamplesWhoseCentresLieInIt(int width, int height) {
    RgbImage picture = TestPictures.noise(width, height, 7);

    double[] luma = AreaLuma.of(picture, 32);

    for (int area = 0; area < luma.length; area++) {
      assertThat(luma[area])
          .as("area %d", area)
          .isCloseTo(mean(picture, area % 32, area / 32), within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 20000", "400, 533"})
  void whiteIsWhiteHoweverManySamplesAnAreaHas(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);

    for (double luma : AreaLuma.of(new RgbImage(width, height, rgb), 32)) {
      assertThat(luma).isCloseTo(255, within(1e-9));
    }
  }

  /** By definition, sample after sample. */
  private static double mean(RgbImage picture, int column, int row) {
    int[] rows = samples(picture.height(), row);
    int[] columns = samples(picture.width(), column);
    double sum = 0;
    for (int y : rows) {
      for (int x : columns) {
        int at = 3 * (y * picture.width() + x);
        byte[] rgb = picture.rgb();
        sum +=
            0.299 * (rgb[at] & 0xFF) + 0.587 * (rgb[at + 1] & 0xFF) + 0.114 * (rgb[at + 2] & 0xFF);
      }
    }
    return sum / (rows.length * columns.length);
  }

  private static int[] samples(int size, int area) {
    return IntStream.range(0, size).filter(sample -> lies(sample, size, area)).toArray();
  }

  private static boolean lies(int sample, int samples, int area) {
    if (samples <= 32) {
      return sample == (int) ((area + 0.5) * samples / 32);
    }
    double at = (sample + 0.5) * 32 / samples;
    // A centre on the border goes with the area before it, as in Pillow's box.
    return at > area && at <= area + 1;
  }
}
