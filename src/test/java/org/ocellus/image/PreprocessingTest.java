package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PreprocessingTest {

  @ParameterizedTest
  @CsvSource({
    "640, 480, 256, 341, 256", "480, 640, 256, 256, 341", "333, 500, 224, 224, 336",
    "100, 100, 7, 7, 7", "1, 9, 3, 3, 27", "427, 640, 232, 232, 347"
  })
  void theLongEdgeFollowsTheShortOneRoundedDown(int w, int h, int edge, int width, int height) {
    RgbImage resized =
        new Resize.ShortestEdge(edge).apply(TestPictures.smooth(w, h), Resampling.NEAREST);

    assertThat(resized.width()).isEqualTo(width);
    assertThat(resized.height()).isEqualTo(height);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 48, 32, 32",
    "48, 64, 20, 24",
    "40, 24, 24, 24",
    "24, 40, 24, 10",
    "7, 90, 16, 30",
    "90, 7, 16, 64",
    "33, 50, 24, 23",
    "5, 5, 9, 12",
    "20, 30, 60, 40",
    "160, 225, 224, 224"
  })
  void whatIsCroppedAwayChangesNothingInWhatStays(int w, int h, int edge, int crop) {
    RgbImage picture = TestPictures.noise(w, h, w + h);
    for (Resampling resampling : Resampling.values()) {
      RgbImage whole = new Resize.ShortestEdge(edge).apply(picture, resampling);
      RgbImage expected = new CenterCrop(crop, crop).apply(whole);

      RgbImage actual =
          Preprocessing.builder()
              .shortestEdge(edge)
              .resampling(resampling)
              .crop(crop)
              .build()
              .geometry(picture);

      assertThat(actual.rgb()).as("%s", resampling).isEqualTo(expected.rgb());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadOfAPictureTakesNoMoreThanItsMiddle(Resampling resampling) {
    byte[] rgb = new byte[3 * 500_000];
    Arrays.fill(rgb, (byte) 77);
    Preprocessing preprocessing =
        Preprocessing.builder().shortestEdge(64).resampling(resampling).crop(64).build();

    // Whole it would have 64 x 32 million pixels.
    assertThat(preprocessing.geometry(new RgbImage(1, 500_000, rgb)).rgb()).containsOnly(77);
    assertThat(preprocessing.geometry(new RgbImage(500_000, 1, rgb)).rgb()).containsOnly(77);
  }

  @Test
  void samplesAreRescaledAndNormalisedChannelByChannel() {
    RgbImage pixel = new RgbImage(1, 1, new byte[] {(byte) 200, 100, 0});
    Preprocessing preprocessing =
        Preprocessing.builder().size(1, 1).normalize(Normalization.IMAGENET).build();

    Tensor tensor = preprocessing.apply(pixel);

    assertThat(tensor.shape()).containsExactly(1, 3, 1, 1);
    assertThat(tensor.data()[0]).isCloseTo(1.3070468f, within(1e-6f));
    assertThat(tensor.data()[1]).isCloseTo(-0.2850140f, within(1e-6f));
    assertThat(tensor.data()[2]).isCloseTo(-1.8044444f, within(1e-6f));
  }

  @Test
  void withoutRescaleSamplesStayFrom0To255() {
    Preprocessing raw = Preprocessing.builder().size(1, 1).noRescale().build();

    assertThat(raw.apply(new RgbImage(1, 1, new byte[] {-1, 7, 0})).data())
        .containsExactly(255, 7, 0);
  }

  @Test
  void aBatchIsFilledPictureAfterPicture() {
    Preprocessing preprocessing = Preprocessing.builder().size(2, 3).noRescale().build();
    FloatBuffer batch = FloatBuffer.allocate(2 * 18);
    RgbImage first = TestPictures.noise(3, 2, 1);
    RgbImage second = TestPictures.noise(3, 2, 2);

    preprocessing.apply(first, batch);
    assertThat(batch.position()).isEqualTo(18);
    preprocessing.apply(second, batch);

    assertThat(batch.get(18 + 6 + 4)).isEqualTo(second.rgb()[3 * 4 + 1] & 0xFF);
    assertThatThrownBy(() -> preprocessing.apply(first, batch))
        .isInstanceOf(BufferOverflowException.class);
  }

  @Test
  void theLongestEdgeIsPaddedToASquareAtRightAndBottom() {
    Preprocessing preprocessing = Preprocessing.builder().longestEdge(8).build();
    RgbImage white = new RgbImage(4, 2, new byte[24]);
    Arrays.fill(white.rgb(), (byte) 255);

    RgbImage square = preprocessing.geometry(white);

    assertThat(square.width()).isEqualTo(8);
    assertThat(square.crop(0, 0, 8, 4).rgb()).containsOnly(255);
    assertThat(square.crop(0, 4, 8, 4).rgb()).containsOnly(0);
    assertThat(preprocessing.height()).isEqualTo(8);
  }

  @Test
  void filtersRunAfterTheCropAndTheirStrideShrinksTheResult() {
    Kernel twice = new Kernel(1, 1, new float[] {2});
    Preprocessing preprocessing =
        Preprocessing.builder()
            .size(5, 7)
            .filter(new Filter(twice, Padding.ZERO, 2))
            .filter(new Filter(twice, Padding.ZERO, 1))
            .noRescale()
            .build();
    RgbImage image = TestPictures.noise(7, 5, 9);

    Tensor tensor = preprocessing.apply(image);

    assertThat(tensor.shape()).containsExactly(1, 3, 3, 4);
    int sample = image.rgb()[3 * (2 * 7 + 4)] & 0xFF;
    assertThat(tensor.data()[4 + 2]).isEqualTo(Math.min(255, 4 * sample));
  }

  @Test
  void settingsWhoseResultWouldVaryInSizeAreRefused() {
    assertThatThrownBy(() -> Preprocessing.builder().shortestEdge(256).build())
        .hasMessageContaining("size.shortest_edge")
        .hasMessageContaining("set crop_size");
    assertThatThrownBy(() -> Preprocessing.builder().build()).hasMessageContaining("do_resize");
  }

  @Test
  void nonsenseIsRefusedByName() {
    assertThatThrownBy(() -> Preprocessing.builder().size(0, 5)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> Preprocessing.builder().crop(-1)).hasMessageContaining("crop_size");
    assertThatThrownBy(() -> Preprocessing.builder().size(1, 1).rescale(Double.NaN).build())
        .hasMessageContaining("rescale_factor");
  }
}
