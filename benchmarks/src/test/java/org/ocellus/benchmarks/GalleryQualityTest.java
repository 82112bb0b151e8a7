package org.ocellus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ocellus.image.RgbImage;

class GalleryQualityTest {
  @Test
  void neighboursThatShareAWordCountAndThePictureItselfDoesNot() throws IOException {
    // Six red pictures that share a word, six blue ones of which only two do.
    List<GalleryQuality.Subject> subjects = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      subjects.add(subject(200 + i, 0, "red", "r" + i));
      subjects.add(subject(0, 200 + i, i < 2 ? "blue" : "b" + i));
    }
    // Red: 6 × 5 of 5. Blue: the two find each other, 1 of 5; the others nothing.
    double[] shares = GalleryQuality.shares(new Contestant.RawPixels(4), subjects);
    assertThat(Arrays.stream(shares).sum()).isCloseTo((30 + 2) / 5.0, within(1e-9));
  }

  @Test
  void aHistogramCountsColoursWhereverTheyAre() throws IOException {
    Contestant histogram = new Contestant.ColourHistogram();
    float[] left = histogram.vector(halves(255, 0));
    float[] right = histogram.vector(halves(0, 255));
    float[] plain = histogram.vector(halves(255, 255));
    assertThat(histogram.distance(left, right)).isCloseTo(0, within(1e-6));
    assertThat(histogram.distance(left, plain)).isCloseTo(0.5, within(1e-6));
  }

  private static GalleryQuality.Subject subject(int red, int blue, String... words) {
    byte[] rgb = new byte[8 * 8 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 2] = (byte) blue;
    }
    return new GalleryQuality.Subject(new RgbImage(8, 8, rgb), Set.of(words));
  }

  private static RgbImage halves(int left, int right) {
    byte[] rgb = new byte[8 * 8 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 8 < 4 ? left : right);
    }
    return new RgbImage(8, 8, rgb);
  }
}
