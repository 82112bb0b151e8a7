package org.ocellus.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AugmenterTest {
  private static final int SIZE = 8;
  private static final Normalisation NOTHING =
      new Normalisation(new float[] {1, 1, 1}, new float[] {0, 0, 0});
  private static final Augmentation EVERYTHING =
      Augmentation.of(
          new Scale(0.3, 2.0, 1.5),
          new Rotation(30),
          new Flip(0.5),
          new Translation(0.25),
          new Viewpoint(10.0, 0.2),
          new Background(0.5, 0.4),
          new Occlusion(0.5, null, null),
          new Cover(0.5, 0.25, 0.2),
          new Lighting(0.4, 0.4, 0.4, 0.2, 1.5, 1.0, 30));

  private final byte[] picture = random(1);

  @Test
  void withNothingToVaryThePictureStaysAsItIs() {
    float[] out = vary(Augmentation.NONE, 1, 1L);

    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).isEqualTo(picture[i] & 0xFF);
    }
  }

  @Test
  void aFlipSwapsLeftAndRight() {
    float[] out = vary(Augmentation.of(new Flip(1)), 1, null);

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
  void aTranslationRepeatsTheBorderAndBlursNothing() {
    Translation translation = new Translation(0.25);
    SplittableRandom random = new SplittableRandom(4);
    Homography map = translation.draw(random, SIZE);
    int moveX = (int) Math.round(map.x(0, 0) * SIZE / 2);
    int moveY = (int) Math.round(map.y(0, 0) * SIZE / 2);

    float[] out = vary(Augmentation.of(translation), 4, null);

    assertThat(moveX).isNotZero();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int fromX = Math.clamp(x + moveX, 0, SIZE - 1);
        int fromY = Math.clamp(y + moveY, 0, SIZE - 1);
        assertThat(out[3 * (y * SIZE + x)]).isEqualTo(picture[3 * (fromY * SIZE + fromX)] & 0xFF);
      }
    }
  }

  @Test
  void whatIsOccludedHasTheMeanColour() {
    Normalisation normalisation =
        new Normalisation(new float[] {0.1f, 0.1f, 0.1f}, new float[] {-100, -100, -100});
    float[] out =
        new Augmenter(Augmentation.of(new Occlusion(1.0, 0.25, 0.25)), SIZE, SIZE, normalisation)
            .apply(picture, random -> picture, 3, null);

    int hidden = 0;
    for (float value : out) {
      hidden += value == 0 ? 1 : 0;
    }
    assertThat(hidden).isEqualTo(3 * SIZE * SIZE / 4);
  }

  @Test
  void aCoverHidesPartsBehindTwoColoursAndATeacherSeesTheWhole() {
    Augmentation cover = Augmentation.of(new Cover(1.0, 0.25, 0.2));
    float[] whole = vary(Augmentation.NONE, 1, null);

    for (long seed = 0; seed < 20; seed++) {
      float[] covered = vary(cover, 1, seed);
      Set<List<Float>> colours = new HashSet<>();
      int hidden = 0;
      for (int i = 0; i < covered.length; i += 3) {
        List<Float> colour = List.of(covered[i], covered[i + 1], covered[i + 2]);
        if (!colour.equals(List.of(whole[i], whole[i + 1], whole[i + 2]))) {
          colours.add(colour);
          hidden++;
        }
      }
      assertThat(colours).hasSizeBetween(1, 2);
      // A rectangle of a quarter, and at most what is left by corners a fifth of a side inwards.
      assertThat((double) hidden / (SIZE * SIZE)).isBetween(0.01, 0.25 + 1 - 0.36);
    }
    assertThat(vary(cover, 1, null)).isEqualTo(whole);
    assertThat(cover.geometry()).isEqualTo(Augmentation.NONE);
  }

  @Test
  void equalSeedsGiveEqualPicturesOnAnyThread() {
    List<float[]> alone =
        IntStream.range(0, 64).mapToObj(i -> vary(EVERYTHING, i, i + 7L)).toList();
    List<float[]> together =
        IntStream.range(0, 64).parallel().mapToObj(i -> vary(EVERYTHING, i, i + 7L)).toList();

    for (int i = 0; i < 64; i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i));
    }
    assertThat(vary(EVERYTHING, 1, 1L)).isNotEqualTo(vary(EVERYTHING, 2, 1L));
  }

  @Test
  void theColourSeedMovesNothing() {
    Augmentation moving =
        new Augmentation(
            EVERYTHING.variations().stream()
                .filter(v -> !(v instanceof Lighting || v instanceof Cover))
                .toList());

    assertThat(vary(EVERYTHING, 5, null)).isEqualTo(vary(moving, 5, 99L));
    assertThat(vary(EVERYTHING, 5, 1L)).isNotEqualTo(vary(EVERYTHING, 5, 2L));
  }

  private float[] vary(Augmentation augmentation, long geometrySeed, @Nullable Long colourSeed) {
    return new Augmenter(augmentation, SIZE, SIZE, NOTHING)
        .apply(picture, random -> random(random.nextLong()), geometrySeed, colourSeed);
  }

  private static byte[] random(long seed) {
    byte[] bytes = new byte[SIZE * SIZE * 3];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
