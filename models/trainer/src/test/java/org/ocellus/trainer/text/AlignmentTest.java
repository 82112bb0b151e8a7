package org.ocellus.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sentences are random vectors, and pictures what a fixed linear map makes of them, with noise. */
class AlignmentTest {
  private static final int EMBEDDING = 12;
  private static final int SENTENCE = 8;

  @Test
  void sentencesFindPicturesNeverSeenByWhatOthersHadInCommon() {
    CaptionedVectors training = vectors(400, 1);
    CaptionedVectors development = vectors(100, 2);
    try (Projections projections =
        new Projections(training.pictures(), SENTENCE, SENTENCE, 32, 3)) {
      double before = development.retrieval(projections).recallAt(1);

      new Alignment(training, 64, 150, 4)
          .run(projections, development, (epoch, loss, measured) -> {});

      assertThat(before).isLessThan(0.1);
      assertThat(development.retrieval(projections).recallAt(1)).isGreaterThan(0.5);
    }
  }

  @Test
  void equalSeedsGiveEqualProjections() {
    CaptionedVectors training = vectors(100, 1);
    float[][] first = null;
    for (int run = 0; run < 2; run++) {
      try (Projections projections =
          new Projections(training.pictures(), SENTENCE, SENTENCE, 32, 3)) {
        new Alignment(training, 64, 2, 4).run(projections, training, (epoch, loss, measured) -> {});
        float[][] projected = Projections.project(projections.pictures(), training.pictures());
        if (first != null) {
          assertThat(projected).isDeepEqualTo(first);
        }
        first = projected;
      }
    }
  }

  private static CaptionedVectors vectors(int count, long seed) {
    SplittableRandom map = new SplittableRandom(7);
    float[][] weights = new float[EMBEDDING][];
    Arrays.setAll(weights, i -> gaussian(map, SENTENCE));
    SplittableRandom random = new SplittableRandom(seed);
    float[][] sentences = new float[2 * count][];
    float[][][] views = new float[count][2][EMBEDDING];
    for (int i = 0; i < count; i++) {
      float[] meaning = gaussian(random, SENTENCE);
      sentences[2 * i] = noisy(meaning, random);
      sentences[2 * i + 1] = noisy(meaning, random);
      for (float[] view : views[i]) {
        for (int d = 0; d < EMBEDDING; d++) {
          for (int s = 0; s < SENTENCE; s++) {
            view[d] += weights[d][s] * meaning[s];
          }
          view[d] += (float) (0.1 * random.nextGaussian());
        }
      }
    }
    return new CaptionedVectors(
        views, sentences, IntStream.range(0, 2 * count).map(s -> s / 2).toArray());
  }

  private static float[] noisy(float[] meaning, SplittableRandom random) {
    float[] sentence = gaussian(random, SENTENCE);
    for (int s = 0; s < SENTENCE; s++) {
      sentence[s] = meaning[s] + 0.1f * sentence[s];
    }
    return sentence;
  }

  private static float[] gaussian(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
