package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {

  private static RgbImage scene() throws IOException {
    return TestPictures.png("/golden/scene.png");
  }

  @Test
  void copiesThatAreScaledRecompressedOrBrightenedStayClose() throws IOException {
    long hash = PerceptualHash.of(scene());
    byte[] jpeg = TestPictures.encode(TestPictures.buffered(scene()), "jpeg");
    RgbImage brighter = scene();
    for (int i = 0; i < brighter.rgb().length; i++) {
      brighter.rgb()[i] = (byte) Math.min(255, (brighter.rgb()[i] & 0xFF) * 11 / 10 + 8);
    }

    assertThat(distance(hash, Resampling.BICUBIC.resize(scene(), 400, 300))).isLessThan(5);
    assertThat(distance(hash, Resampling.BOX.resize(scene(), 60, 40))).isLessThan(5);
    assertThat(distance(hash, new ImageDecoder().decode(jpeg, "jpeg"))).isLessThan(5);
    assertThat(distance(hash, brighter)).isLessThan(9);
  }

  @Test
  void otherPicturesAreFarAway() throws IOException {
    long hash = PerceptualHash.of(scene());

    assertThat(distance(hash, TestPictures.png("/golden/rich.png"))).isGreaterThan(16);
    assertThat(distance(hash, Orientation.FLIP_HORIZONTAL.apply(scene()))).isGreaterThan(16);
    Set<Long> hashes = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      hashes.add(PerceptualHash.of(TestPictures.noise(40, 40, seed)));
    }
    assertThat(hashes).hasSize(50);
  }

  @Test
  void halfOfTheBitsAreAboveTheMedian() throws IOException {
    assertThat(Long.bitCount(PerceptualHash.of(scene()))).isEqualTo(32);
  }

  @Test
  void aPictureOfOneColourHashesToZeroWhateverTheColour() {
    for (int gray : new int[] {0, 77, 255}) {
      RgbImage flat = new RgbImage(50, 30, new byte[4500]);
      java.util.Arrays.fill(flat.rgb(), (byte) gray);
      assertThat(PerceptualHash.of(flat)).isZero();
    }
  }

  @Test
  void oneFrequencySetsItsOwnBit() {
    byte[] rgb = new byte[3 * 32 * 32];
    for (int i = 0; i < 32 * 32; i++) {
      double wave =
          Math.cos((2 * (i % 32) + 1) * 3 * Math.PI / 64)
              * Math.cos((2 * (i / 32) + 1) * 2 * Math.PI / 64);
      java.util.Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) Math.round(128 + 100 * wave));
    }

    double largest = 63 - (1 * 8 + 2); // row of frequency 2, column of frequency 3
    assertThat(PerceptualHash.of(new RgbImage(32, 32, rgb)) & 1L << (int) largest).isNotZero();
  }

  @Test
  void distanceCountsDifferingBits() {
    assertThat(PerceptualHash.distance(0b1011, 0b0110)).isEqualTo(3);
    assertThat(PerceptualHash.distance(-1L, 0)).isEqualTo(64);
  }

  private static int distance(long hash, RgbImage other) {
    return PerceptualHash.distance(hash, PerceptualHash.of(other));
  }
}
