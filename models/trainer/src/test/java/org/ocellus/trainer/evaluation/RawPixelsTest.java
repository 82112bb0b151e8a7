package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;

class RawPixelsTest {
  private static final byte[] COLOUR = {0, 51, -1, 102, 102, 102};
  private static final byte[] GREY = {0, 0, 0, -1, -1, -1};

  @Test
  void samplesBecomeZeroToOne() {
    assertThat(RawPixels.vectors(List.of(COLOUR), false)[0])
        .containsExactly(0, 0.2f, 1, 0.4f, 0.4f, 0.4f);
  }

  @Test
  void oneChannelSaysAllOfGreyPictures() {
    assertThat(RawPixels.areGrey(List.of(GREY, GREY))).isTrue();
    assertThat(RawPixels.areGrey(List.of(GREY, COLOUR))).isFalse();
    assertThat(RawPixels.vectors(List.of(GREY), true)[0]).containsExactly(0, 1);
  }

  @Test
  void picturesAreStretchedToTheNetworksSizeButToNoMoreThan32() {
    RgbImage wide = new RgbImage(100, 40, new byte[3 * 100 * 40]);

    assertThat(pixels(224).of(wide)).hasSize(3 * 32 * 32);
    assertThat(pixels(28).of(wide)).hasSize(3 * 28 * 28);
    RgbImage fitting = new RgbImage(28, 28, new byte[3 * 28 * 28]);
    assertThat(pixels(28).of(fitting)).isSameAs(fitting.rgb());
  }

  private static RawPixels pixels(int side) {
    return new RawPixels(Preprocessing.builder().shortestEdge(side).crop(side).build());
  }
}
