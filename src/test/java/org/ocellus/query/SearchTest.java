package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.model.Metric;

/** Keyword, text, similar and fused questions to one small index of vectors of our own. */
class SearchTest {
  @TempDir Path folder;
  private VisualIndex index;

  @BeforeEach
  void index() throws IOException {
    index = VisualIndex.open(folder.resolve("index"));
    index.add(
        vector("bridge", 1, 0, 0)
            .keywords("Bridge", "Lisbon")
            .caption("The 25th of April bridge on a rainy day"));
    index.add(
        vector("tram", 0.9f, 0.1f, 0).keywords("tram", "LISBON").caption("A yellow tram uphill"));
    index.add(
        vector("river", 0, 1, 0).keywords("São Paulo").caption("A bridge, a bridge, a river"));
    index.add(vector("night", 0, 0, 1).keywords("night"));
    index.add(vector("plain", -1, 0, 0));
    index.commit();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void aKeywordFindsThePicturesThatCarryIt() throws IOException {
    assertThat(index.search(keyword("lisbon")).ids()).containsExactlyInAnyOrder("bridge", "tram");
  }

  @Test
  void caseAndDiacriticsOfKeywordsDoNotCount() throws IOException {
    assertThat(index.search(keyword("sao  PAULO")).ids()).containsExactly("river");
    assertThat(index.search(keyword("lísbon")).ids()).hasSize(2);
  }

  @Test
  void severalKeywordsMustAllBeThere() throws IOException {
    assertThat(index.search(keyword("lisbon", "bridge")).ids()).containsExactly("bridge");
    assertThat(index.search(keyword("lisbon", "night")).ids()).isEmpty();
  }

  @Test
  void partOfAKeywordIsNoMatch() throws IOException {
    assertThat(index.search(keyword("lisb")).ids()).isEmpty();
    assertThat(index.search(keyword("paulo")).ids()).isEmpty();
  }

  @Test
  void textFindsCaptionsInAnyGrammaticalFormAndRanksByHowOftenItIsSaid() throws IOException {
    assertThat(index.search(text("bridges")).ids()).containsExactly("river", "bridge");
    assertThat(index.search(text("rainy bridge")).ids()).startsWith("bridge");
  }

  @Test
  void similarOnesComeNearestFirstWithTheirCosine() throws IOException {
    Hits hits = index.search(similarTo(new float[] {2, 0, 0}));
    assertThat(hits.ids()).containsExactly("bridge", "tram", "night", "river", "plain");
    assertThat(hits.list().get(0).score()).isCloseTo(1, within(1e-6));
    assertThat(hits.list().get(1).score()).isCloseTo(0.9 / Math.sqrt(0.82), within(1e-6));
    assertThat(hits.list().get(4).score()).isCloseTo(-1, within(1e-6));
  }

  @Test
  void equallyNearOnesComeInTheOrderOfTheirIds() throws IOException {
    assertThat(index.search(similarTo(new float[] {1, 0, 0}).limit(3)).ids())
        .containsExactly("bridge", "tram", "night");
  }

  @Test
  void aPictureIsNotSimilarToItself() throws IOException {
    assertThat(index.search(similarToId("bridge").limit(1)).ids()).containsExactly("tram");
  }

  @Test
  void whatIsBelowTheLeastScoreIsLeftOut() throws IOException {
    assertThat(index.search(similarToId("bridge").minScore(0.5)).ids()).containsExactly("tram");
    assertThat(index.search(text("bridge").minScore(1000)).isEmpty()).isTrue();
  }

  @Test
  void aFilterHoldsForEveryKindOfQuestion() throws IOException {
    Filter night = keyword("night");
    assertThat(index.search(similarToId("bridge").where(night)).ids()).containsExactly("night");
    assertThat(index.search(text("bridge").where(keyword("lisbon"))).ids())
        .containsExactly("bridge");
    assertThat(index.search(keyword("lisbon").where(keyword("tram"))).ids())
        .containsExactly("tram");
    assertThat(
            index.search(fused(text("bridge"), similarToId("tram")).where(keyword("lisbon"))).ids())
        .containsExactly("bridge");
  }

  @Test
  void fusionAddsReciprocalRanksAndTellsWhichPartFoundWhat() throws IOException {
    Hits hits = index.search(fused(text("bridge").in("en"), similarTo(new float[] {1, 0, 0})));
    Hit first = hits.list().get(0);
    assertThat(first.id()).isEqualTo("bridge");
    // Second by text (river says it twice), first by similarity.
    assertThat(first.score()).isCloseTo(1.0 / 62 + 1.0 / 61, within(1e-6));
    assertThat(first.reasons()).extracting(Reason::kind).containsExactly("text", "similar");
    assertThat(first.reasons()).extracting(Reason::rank).containsExactly(2, 1);
    assertThat(hits.ids()).startsWith("bridge", "river", "tram");
  }

  @Test
  void fusionsMayBeNested() throws IOException {
    Hits hits =
        index.search(fused(fused(keyword("tram"), text("uphill")), similarToId("bridge")).limit(1));
    assertThat(hits.ids()).containsExactly("tram");
    List<Reason> reasons = hits.list().get(0).reasons();
    assertThat(reasons).extracting(Reason::kind).containsExactly("fused", "similar");
    assertThat(reasons.get(0).parts()).extracting(Reason::kind).containsExactly("keyword", "text");
  }

  @Test
  void eachHitSaysWhatMatched() throws IOException {
    assertThat(index.search(keyword("Lisbon")).list().get(0).reasons().get(0).matched())
        .isEqualTo("Lisbon");
    assertThat(index.search(text("the bridges on Rainy days")).list())
        .extracting(hit -> hit.reasons().get(0).matched())
        .containsExactlyInAnyOrder("bridges, Rainy, days", "bridges");
    assertThat(index.search(similarToId("tram")).list().get(0).reasons().get(0).matched())
        .isEqualTo("to tram");
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() throws IOException {
    List<String> all = index.search(similarTo(new float[] {1, 1, 0})).ids();
    assertThat(index.search(similarTo(new float[] {1, 1, 0}).limit(2)).ids())
        .isEqualTo(all.subList(0, 2));
    Hits second = index.search(similarTo(new float[] {1, 1, 0}).limit(2).offset(2));
    assertThat(second.ids()).isEqualTo(all.subList(2, 4));
    assertThat(second.list()).extracting(Hit::rank).containsExactly(3, 4);
    assertThat(index.search(keyword("lisbon").offset(50)).isEmpty()).isTrue();
  }

  @Test
  void pagesOfEqualHitsShowEveryPictureOnce() throws IOException {
    for (int i = 299; i >= 0; i--) {
      index.add(vector("p%03d".formatted(i), 0, 1, 1).keywords("same"));
    }
    index.commit();
    List<String> byTag = new ArrayList<>();
    List<String> exactly = new ArrayList<>();
    for (int page = 0; page < 30; page++) {
      byTag.addAll(index.search(keyword("same").offset(10 * page)).ids());
      exactly.addAll(
          index
              .search(
                  similarTo(new float[] {0, 1, 1})
                      .exactly()
                      .where(keyword("same"))
                      .offset(10 * page))
              .ids());
    }
    List<String> all = IntStream.range(0, 300).mapToObj("p%03d"::formatted).toList();
    assertThat(byTag).isEqualTo(all);
    assertThat(exactly).isEqualTo(all);
  }

  @Test
  void aTagAskedForTwiceCountsOnce() throws IOException {
    assertThat(index.search(keyword("lisbon", "LISBON")).list().get(0).score()).isEqualTo(1);
  }

  @Test
  void anIdIsFoundInWhicheverUnicodeFormItIsWritten() throws IOException {
    index.add(vector("cafe\u0301.jpg", 1, 0, 0));
    index.commit();
    assertThat(index.get("caf\u00e9.jpg")).isPresent();
    assertThat(index.search(similarToId("caf\u00e9.jpg").limit(1)).ids()).containsExactly("bridge");
    index.delete("caf\u00e9.jpg");
    index.commit();
    assertThat(index.get("cafe\u0301.jpg")).isEmpty();
  }

  @Test
  void aChangeUnderTheOtherUnicodeFormOfAnIdIsOfThePictureAsItIsNow() throws IOException {
    index.add(vector("caf\u00e9.jpg", 1, 0, 0));
    assertThat(index.updateKeywords("cafe\u0301.jpg", "warm")).isTrue();
    index.add(vector("caf\u00e9.jpg", 0, 0, 1).caption("newer"));
    index.updateKeywords("cafe\u0301.jpg", "cold");
    index.commit();
    assertThat(index.get("caf\u00e9.jpg").orElseThrow().caption()).isEqualTo("newer");
    index.delete("cafe\u0301.jpg");
    assertThat(index.updateKeywords("caf\u00e9.jpg", "warm")).isFalse();
  }

  @Test
  void aHitGivesThePictureWhenAsked() throws IOException {
    Hit hit = index.search(keyword("night")).list().get(0);
    assertThat(hit.picture()).hasValueSatisfying(p -> assertThat(p.id()).isEqualTo("night"));
    index.delete("night");
    index.commit();
    assertThat(hit.picture()).isEmpty();
  }

  @Test
  void aDeadlineThatPassedGivesAnIncompleteAnswer() throws IOException {
    assertThat(index.search(keyword("lisbon").deadline(Duration.ofMinutes(1))).complete()).isTrue();
    assertThat(index.search(text("bridge").deadline(Duration.ofNanos(1))).complete()).isFalse();
    assertThat(index.search(similarToId("tram").deadline(Duration.ofNanos(1))).complete())
        .isFalse();
    assertThat(index.search(text("bridge").deadline(Duration.ofSeconds(Long.MAX_VALUE))).complete())
        .isTrue();
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> keyword("x").limit(0)).hasMessage("limit must be >= 1, got 0");
    assertThatThrownBy(() -> keyword("x").offset(-1)).hasMessage("offset must be >= 0, got -1");
    assertThatThrownBy(() -> keyword("x").limit(10_001)).hasMessageContaining("10000");
    assertThatThrownBy(() -> keyword("x").minScore(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> similarToId("x").maxDistance(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> text("x").deadline(Duration.ZERO)).hasMessageContaining("deadline");
  }

  @Test
  void emptyQuestionsAreRefused() {
    assertThatThrownBy(() -> keyword()).hasMessageContaining("needs a keyword");
    assertThatThrownBy(() -> keyword(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> text("  ")).hasMessageContaining("needs words");
    assertThatThrownBy(() -> fused(text("x"))).hasMessageContaining("at least 2 parts, got 1");
    assertThatThrownBy(() -> index.search(text("the of and")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"the of and\"", "stop words");
  }

  @Test
  void cutOffsInTheWrongUnitAreRefused() {
    assertThatThrownBy(() -> index.search(similarToId("tram").maxDistance(1)))
        .hasMessageContaining("use minScore");
    assertThatThrownBy(() -> index.search(text("tram").maxDistance(1)))
        .hasMessageContaining("use minScore");
    assertThatThrownBy(() -> fused(text("a"), text("b")).minScore(1))
        .hasMessageContaining("no cut-off");
  }

  @Test
  void aMetricThatTheIndexLacksIsNamedWithTheCure() {
    assertThatThrownBy(() -> index.search(similarToId("tram").by(Metric.EUCLIDEAN)))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("euclidean", "--metric");
  }

  @Test
  void anUnknownIdIsNamed() {
    assertThatThrownBy(() -> index.search(similarToId("ship")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no picture \"ship\"");
  }

  @Test
  void aVectorOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> index.search(similarTo(new float[] {1, 2})))
        .hasMessageContainingAll("2 dimensions", "3");
  }

  @Test
  void aVectorWithoutDirectionIsRefused() {
    assertThatThrownBy(() -> index.search(similarTo(new float[3])))
        .hasMessageContaining("all zeros");
    assertThatThrownBy(() -> index.search(similarTo(new float[] {1, Float.NaN, 0})))
        .hasMessageContaining("NaN at position 1");
  }

  @Test
  void aPictureCannotBeAskedForWithoutAModel() {
    assertThatThrownBy(() -> index.search(similarTo(new byte[] {1})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without a model");
  }

  @Test
  void aKeywordAsFilterTakesNoOptions() {
    assertThatThrownBy(() -> index.search(text("bridge").where((Keyword) keyword("x").limit(3))))
        .hasMessageContaining("used as a filter");
  }

  private static Picture vector(String id, float... values) {
    return Picture.ofVector(id, values);
  }
}
