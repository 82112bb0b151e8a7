package org.ocellus.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmenterTest {
  private static final int SIZE = 8;
  private static final Normalisation NOTHING =
      new Normalisation(new float[] {1, 1, 1}, new float[] {0, 0, 0});

  private final byte[] picture = random();

  @Test
  void withNothingToVaryThePictureStaysAsItIs() {
    float[] out = vary(Augmentation.NONE, 1);

    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).isEqualTo(picture[i] & 0xFF);
    }
  }

  @Test
  void aFlipSwapsLeftAndRight() {
    float[] out = vary(new Augmentation(1, 1, 1, 0, 1, 0, 0), 1);

    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(out[3 * (y * SIZE + x) + c])
              .isEqualTo(picture[3 * (y * SIZE + SIZE - 1 - x) + c] & 0xFF);
        }
      }
    }
  }

  @Test
  void whatShrinksIsSurroundedByItsBorderColour() {
    java.util.Arrays.fill(picture, (byte) 255);
    for (int y = 2; y < 6; y++) {
      java.util.Arrays.fill(picture, 3 * (y * SIZE + 2), 3 * (y * SIZE + 6), (byte) 0);
    }

    float[] out = vary(new Augmentation(4, 4, 1, 0, 0, 0, 0), 5);

    int dark = 0;
    for (float value : out) {
      dark += value < 128 ? 1 : 0;
    }
    assertThat(dark).isEqualTo(3 * 2 * 2);
  }

  @Test
  void jitterStaysInTheRangeOfColours() {
    for (int seed = 0; seed < 50; seed++) {
      for (float value : vary(new Augmentation(0.3, 2, 1.5, 30, 0.5, 0.9, 0.5), seed)) {
        assertThat(value).isBetween(0f, 255f);
      }
    }
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new Augmentation(0.5, 1, 1, 0, 2, 0, 0))
        .hasMessage("augmentation: 'flip' is 2.0; it must be a probability");
  }

  private float[] vary(Augmentation augmentation, long seed) {
    float[] out = new float[picture.length];
    new Augmenter(SIZE, NOTHING)
        .apply(
            ByteBuffer.wrap(picture),
            0,
            augmentation,
            new SplittableRandom(seed),
            FloatBuffer.wrap(out),
            0);
    return out;
  }

  private static byte[] random() {
    byte[] bytes = new byte[SIZE * SIZE * 3];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }
}
