package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.model.BeamSearch.Sentence;

/** On made-up language models, whose next token depends on the picture and the sentence so far. */
class BeamSearchTest {
  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final int WORDS = 4;
  private static final int MAX_LENGTH = 5;

  /** Logits of any sentence, made up from its tokens. */
  private static float[] logits(int picture, long[] begun) {
    long seed = picture + 1;
    for (long token : begun) {
      seed = seed * 31 + token;
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] logits = new float[WORDS];
    for (int i = 0; i < WORDS; i++) {
      logits[i] = (float) (2 * random.nextGaussian());
    }
    return logits;
  }

  private static float[][] logits(int[] pictures, long[][] begun) {
    float[][] all = new float[begun.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = logits(pictures[i], begun[i]);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2})
  void withABeamForEverySentenceTheBestOfAllIsFound(double lengthPenalty) throws Exception {
    Generation generation = new Generation(1000, lengthPenalty, MAX_LENGTH);

    List<Sentence> found = BeamSearch.search(BeamSearchTest::logits, 6, generation, BEGIN, END);

    for (int picture = 0; picture < 6; picture++) {
      List<Sentence> all = new ArrayList<>();
      enumerate(picture, new Sentence(new long[] {BEGIN}, 0), all);
      Sentence best = all.getFirst();
      for (Sentence sentence : all) {
        if (score(sentence, lengthPenalty) > score(best, lengthPenalty)) {
          best = sentence;
        }
      }
      assertThat(found.get(picture).tokens()).isEqualTo(best.tokens());
      assertThat(found.get(picture).logProbability())
          .isCloseTo(best.logProbability(), within(1e-9));
    }
  }

  /** Brute force. */
  private static void enumerate(int picture, Sentence begun, List<Sentence> all) {
    long[] tokens = begun.tokens();
    if (tokens.length == MAX_LENGTH || tokens[tokens.length - 1] == END) {
      all.add(begun);
      return;
    }
    float[] logits = logits(picture, tokens);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    for (int token = 0; token < WORDS; token++) {
      long[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      double p = Math.log(Math.exp(logits[token]) / sum);
      enumerate(picture, new Sentence(longer, begun.logProbability() + p), all);
    }
  }

  private static double score(Sentence sentence, double lengthPenalty) {
    return sentence.logProbability() / Math.pow(sentence.tokens().length - 1, lengthPenalty);
  }

  @Test
  void oneBeamTakesTheLikeliestTokenUntilTheEnd() throws Exception {
    Generation greedy = new Generation(1, 1, 12);

    List<Sentence> found = BeamSearch.search(BeamSearchTest::logits, 9, greedy, BEGIN, END);

    for (int picture = 0; picture < 9; picture++) {
      long[] tokens = {BEGIN};
      while (tokens.length < 12 && (tokens.length == 1 || tokens[tokens.length - 1] != END)) {
        float[] logits = logits(picture, tokens);
        int best = 0;
        for (int token = 1; token < WORDS; token++) {
          best = logits[token] > logits[best] ? token : best;
        }
        tokens = Arrays.copyOf(tokens, tokens.length + 1);
        tokens[tokens.length - 1] = best;
      }
      assertThat(found.get(picture).tokens()).isEqualTo(tokens);
    }
  }

  @Test
  void aSentenceDoesNotDependOnThePicturesBesideIt() throws Exception {
    Generation generation = new Generation(3, 1, 8);
    List<Sentence> together = BeamSearch.search(BeamSearchTest::logits, 5, generation, BEGIN, END);

    for (int picture = 0; picture < 5; picture++) {
      int number = picture;
      List<Sentence> alone =
          BeamSearch.search(
              (pictures, begun) -> {
                Arrays.fill(pictures, number);
                return logits(pictures, begun);
              },
              1,
              generation,
              BEGIN,
              END);
      assertThat(together.get(picture).tokens()).isEqualTo(alone.getFirst().tokens());
    }
  }

  @Test
  void whereNothingMayBeRepeatedTheNextBestIsSaid() throws Exception {
    // Token 2 before 3 before the end, whatever was said.
    float[] always = {-99, 1, 3, 2};

    assertThat(said(always, 0)).containsExactly(BEGIN, 2, 2, 2, 2, 2);
    assertThat(said(always, 1)).containsExactly(BEGIN, 2, 3, END);
    assertThat(said(always, 2)).containsExactly(BEGIN, 2, 2, 3, 2, END);
  }

  private static long[] said(float[] always, int noRepeatNgramSize) throws Exception {
    Generation generation = new Generation(1, 1, 6, noRepeatNgramSize);
    BeamSearch.Next next = (pictures, begun) -> new float[][] {always};
    return BeamSearch.search(next, 1, generation, BEGIN, END).getFirst().tokens();
  }

  @Test
  void confidenceIsTheGeometricMeanOfTheTokensProbabilities() throws Exception {
    // Two thirds for token 2 first, then nine tenths for the end.
    float[][] steps = {{-99, 0, (float) Math.log(2)}, {-99, (float) Math.log(9), 0}};

    Sentence found =
        BeamSearch.search(
                (pictures, begun) -> new float[][] {steps[begun[0].length - 1]},
                1,
                new Generation(1, 1, 9),
                BEGIN,
                END)
            .getFirst();

    assertThat(found.tokens()).containsExactly(BEGIN, 2, END);
    assertThat(found.confidence()).isCloseTo(Math.sqrt(2 / 3.0 * 0.9), within(1e-6));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Generation(0, 1, 9)).hasMessage("beams must be >= 1, got 0");
    assertThatThrownBy(() -> new Generation(1, Double.NaN, 9))
        .hasMessage("lengthPenalty must be finite, got NaN");
    assertThatThrownBy(() -> new Generation(1, 1, 1)).hasMessage("maxLength must be >= 2, got 1");
  }
}
