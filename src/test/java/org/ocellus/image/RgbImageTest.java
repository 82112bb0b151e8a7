package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RgbImageTest {

  @Test
  void aCropHoldsTheSamplesOfItsRectangle() {
    RgbImage image = TestPictures.noise(9, 7, 1);

    RgbImage crop = image.crop(4, 2, 3, 5);

    for (int i = 0; i < crop.rgb().length; i++) {
      int x = 4 + i / 3 % 3;
      int y = 2 + i / 9;
      assertThat(crop.rgb()[i]).isEqualTo(image.rgb()[3 * (y * 9 + x) + i % 3]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 2, 2",
    "0, -1, 2, 2",
    "0, 0, 0, 2",
    "8, 0, 2, 2",
    "0, 6, 2, 2",
    "0, 0, 10, 1",
    "1, 1, 2147483647, 1"
  })
  void aCropOverTheEdgeIsRefused(int x, int y, int w, int h) {
    RgbImage image = TestPictures.noise(9, 7, 1);

    assertThatThrownBy(() -> image.crop(x, y, w, h))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 x 7");
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11]))
        .hasMessageContaining("12 bytes, got 11");
    assertThatThrownBy(() -> new RgbImage(0, 2, new byte[0])).hasMessageContaining("0 x 2");
    assertThatThrownBy(() -> new Tensor(new float[5], new long[] {1, 3, 1, 2}))
        .hasMessageContaining("[1, 3, 1, 2]");
    assertThatThrownBy(() -> new Tensor(new float[0], new long[] {1, 3, 0, 2}))
        .hasMessageContaining(">= 1");
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void resizingToTheSameSizeGivesThePictureItself(Resampling filter) {
    RgbImage image = TestPictures.noise(9, 7, 1);

    assertThat(filter.resize(image, 9, 7)).isSameAs(image);
    assertThat(Resampling.fromPil(filter.pil())).isEqualTo(filter);
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void aPictureOfOneColourKeepsItAtAnySize(Resampling filter) {
    RgbImage flat = new RgbImage(50, 30, new byte[4500]);
    java.util.Arrays.fill(flat.rgb(), (byte) 201);

    assertThat(filter.resize(flat, 7, 91).rgb()).containsOnly(201);
  }

  @Test
  void badSizesAndCodesAreRefused() {
    assertThatThrownBy(() -> Resampling.BOX.resize(TestPictures.noise(2, 2, 1), 0, 4))
        .hasMessageContaining("got 0 x 4");
    assertThatThrownBy(() -> Resampling.fromPil(5)).hasMessageContaining("got 5");
  }
}
