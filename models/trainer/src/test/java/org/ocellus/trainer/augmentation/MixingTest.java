package org.ocellus.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixingTest {
  private static final int SIZE = 16;

  private final SplittableRandom random = new SplittableRandom(2);

  @Test
  void mixupIsAWeightedMean() {
    for (int i = 0; i < 50; i++) {
      float[] mixed = picture(10);
      double own = new Mixing(0.4, null).apply(random, mixed, picture(20), SIZE);

      assertThat(own).isBetween(0.5, 1.0);
      for (float value : mixed) {
        assertThat((double) value).isCloseTo(own * 10 + (1 - own) * 20, within(1e-4));
      }
    }
  }

  @Test
  void cutmixSaysWhichShareOfThePixelsIsStillItsOwn() {
    for (int i = 0; i < 50; i++) {
      float[] mixed = picture(10);
      double own = new Mixing(null, 1.0).apply(random, mixed, picture(20), SIZE);

      long left = 0;
      for (float value : mixed) {
        left += value == 10 ? 1 : 0;
      }
      assertThat(own).isGreaterThanOrEqualTo(0.5).isEqualTo((double) left / mixed.length);
    }
  }

  @Test
  void thePartsHaveABetaDistribution() {
    double alpha = 0.3;
    int draws = 20_000;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double own = new Mixing(alpha, null).apply(random, picture(0), picture(0), SIZE);
      squares += (own - 0.5) * (own - 0.5);
    }

    assertThat(squares / draws).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.003));
  }

  @Test
  void nothingAskedForChangesNothing() {
    float[] mixed = picture(10);

    assertThat(new Mixing(null, null).apply(random, mixed, picture(20), SIZE)).isEqualTo(1);
    assertThat(mixed).containsOnly(10);
  }

  private static float[] picture(float value) {
    float[] rgb = new float[3 * SIZE * SIZE];
    Arrays.fill(rgb, value);
    return rgb;
  }
}
