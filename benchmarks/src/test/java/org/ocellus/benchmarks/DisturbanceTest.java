package org.ocellus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocellus.image.RgbImage;

class DisturbanceTest {
  private static final int SIDE = 40;

  @ParameterizedTest
  @EnumSource(Disturbance.class)
  void equalSeedsDisturbEquallyAndThePictureItselfStays(Disturbance disturbance) throws Exception {
    RgbImage picture = stripes();
    byte[] before = picture.rgb().clone();

    RgbImage once = disturbance.of(picture, grey(200), new SplittableRandom(5));
    RgbImage again = disturbance.of(picture, grey(200), new SplittableRandom(5));

    assertThat(once.rgb()).isEqualTo(again.rgb()).isNotEqualTo(before);
    assertThat(picture.rgb()).isEqualTo(before);
  }

  @Test
  void aRotationBaresBlackCornersAndKeepsTheCentre() throws Exception {
    RgbImage rotated = Disturbance.ROTATED.of(grey(200), grey(0), new SplittableRandom(1));

    assertThat(red(rotated, 0, 0)).isZero();
    assertThat(red(rotated, SIDE / 2, SIDE / 2)).isEqualTo(200);
    assertThat(share(rotated, 200)).isBetween(0.75, 0.95);
  }

  @Test
  void areasAreThoseStated() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    RgbImage cropped = Disturbance.CROPPED.of(grey(200), grey(0), random);
    RgbImage occluded = Disturbance.OCCLUDED.of(grey(200), grey(0), random);
    RgbImage bordered = Disturbance.BORDERED.of(grey(200), grey(10), random);

    assertThat(cropped.width() * cropped.height() / (double) (SIDE * SIDE)).isBetween(0.58, 0.62);
    assertThat(share(occluded, 128)).isEqualTo(0.25);
    assertThat(share(bordered, 200)).isBetween(0.48, 0.52);
    assertThat(red(bordered, bordered.width() / 2, bordered.height() / 2)).isEqualTo(200);
    assertThat(red(bordered, 0, 0)).isEqualTo(10);
  }

  private static double share(RgbImage picture, int value) {
    int count = 0;
    for (int i = 0; i < picture.rgb().length; i += 3) {
      count += (picture.rgb()[i] & 0xFF) == value ? 1 : 0;
    }
    return count / (double) (picture.width() * picture.height());
  }

  private static int red(RgbImage picture, int x, int y) {
    return picture.rgb()[3 * (y * picture.width() + x)] & 0xFF;
  }

  private static RgbImage grey(int value) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    Arrays.fill(rgb, (byte) value);
    return new RgbImage(SIDE, SIDE, rgb);
  }

  private static RgbImage stripes() {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % SIDE * 6);
    }
    return new RgbImage(SIDE, SIDE, rgb);
  }
}
