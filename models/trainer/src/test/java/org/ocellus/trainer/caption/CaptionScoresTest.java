package org.ocellus.trainer.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected values are worked out by hand from the papers' formulas. */
class CaptionScoresTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void aWordCountsNoMoreOftenThanOneReferenceHasIt() {
    // The example of the BLEU paper: two of seven, not seven of seven.
    CaptionScores scores =
        scores(
            caption(
                "the the the the the the the",
                "The cat is on the mat.",
                "There is a cat on the mat."));

    assertThat(scores.bleu1()).isCloseTo(100 * 2 / 7.0, EXACT);
    assertThat(scores.bleu2()).isZero();
  }

  @Test
  void bleuSumsOverTheCorpusAndPenalisesBrevity() {
    CaptionScores scores =
        scores(
            caption("a dog runs", "a dog runs fast", "a brown dog is running"),
            caption("a cat sits on a mat", "a cat sits on the mat"));

    // 9 words where the nearest references have 4 + 6; right runs of 1 to 4 words: 3 + 5 of 3 + 6,
    // 2 + 3 of 2 + 5, 1 + 2 of 1 + 4, 0 + 1 of 0 + 3.
    double brevity = 100 * Math.exp(1 - 10 / 9.0);
    assertThat(scores.bleu1()).isCloseTo(brevity * 8 / 9, EXACT);
    assertThat(scores.bleu2()).isCloseTo(brevity * Math.sqrt(8 / 9.0 * 5 / 7), EXACT);
    assertThat(scores.bleu3()).isCloseTo(brevity * Math.cbrt(8 / 9.0 * 5 / 7 * 3 / 5), EXACT);
    assertThat(scores.bleu4())
        .isCloseTo(brevity * Math.pow(8 / 9.0 * 5 / 7 * 3 / 5 / 3, 0.25), EXACT);
  }

  @Test
  void ofTwoReferencesAsNearInLengthTheShorterCounts() {
    CaptionScores scores = scores(caption("a b c", "a b c d", "a b"));

    assertThat(scores.bleu1()).isCloseTo(100, EXACT);
  }

  @Test
  void rougeLIsTheFMeasureOfTheLongestCommonSubsequence() {
    // 3 of 3 words and 3 of 4: 2.44 · 1 · 0.75 / (0.75 + 1.44 · 1).
    assertThat(scores(caption("a dog runs", "a big dog runs")).rougeL())
        .isCloseTo(100 * 1.83 / 2.19, EXACT);
    // "police the gunman", though "the gunman police" has the same words.
    assertThat(scores(caption("police killed the gunman", "police kill the gunman")).rougeL())
        .isCloseTo(75, EXACT);
    assertThat(scores(caption("police killed the gunman", "the gunman kill police")).rougeL())
        .isCloseTo(50, EXACT);
  }

  @Test
  void rougeLTakesPrecisionAndRecallEachOfTheBestReference() {
    // The first reference has recall 1, the second precision 1, as coco-caption takes them.
    CaptionScores scores = scores(caption("a dog runs", "dog", "a dog runs fast in the big park"));

    assertThat(scores.rougeL()).isCloseTo(100, EXACT);
  }

  @Test
  void ciderDIsTheCosineOfRareRuns() {
    // "a" is in both pictures and weighs nothing, all else weighs ln 2. First: 1 for n = 1 and 2.
    // Second: "cat" and "a cat" of two runs each, 1/√2 both, and one word too short.
    CaptionScores scores = scores(caption("a dog", "a dog"), caption("a cat", "a cat sits"));

    double first = 10 * 2 / 4.0;
    double second = 10 * 2 / Math.sqrt(2) / 4 * Math.exp(-1 / 72.0);
    assertThat(scores.ciderD()).isCloseTo(100 * (first + second) / 2, EXACT);
  }

  @Test
  void ciderDClipsWhatIsRepeatedAndAveragesTheReferences() {
    // "dog dog" and "dog": min(2w, w) · w / (2w · w) = 1/2, a word too long; "bird": 0.
    CaptionScores scores = scores(caption("dog dog", "dog", "bird"), caption("x", "cat"));

    double first = 10 * (0.5 * Math.exp(-1 / 72.0) + 0) / 2 / 4;
    assertThat(scores.ciderD()).isCloseTo(100 * first / 2, EXACT);
  }

  @Test
  void whatSaysNothingScoresNothing() {
    CaptionScores scores = scores(caption("", "a dog"), caption("...", "a cat"));

    assertThat(scores).isEqualTo(new CaptionScores(0, 0, 0, 0, 0, 0));
  }

  @Test
  void withoutCaptionsOrReferencesThereIsNoScore() {
    assertThatThrownBy(() -> CaptionScores.of(List.of()))
        .hasMessage("there are no captions to score");
    assertThatThrownBy(() -> caption("a dog")).hasMessage("'a dog' has no reference");
  }

  private static ScoredCaption caption(String caption, String... references) {
    return ScoredCaption.of(caption, List.of(references));
  }

  private static CaptionScores scores(ScoredCaption... captions) {
    return CaptionScores.of(List.of(captions));
  }
}
