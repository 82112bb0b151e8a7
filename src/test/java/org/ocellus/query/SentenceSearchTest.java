package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.ingest.Ingest;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;
import org.ocellus.model.TinyCaptioner;
import org.ocellus.model.TinyModel;
import org.ocellus.model.TinyText;
import org.ocellus.query.Text.By;

/** Sentences compared with words, captions and pictures, of which the tiny model knows colours. */
class SentenceSearchTest {
  @TempDir static Path folder;
  private static VisualIndex index;

  @BeforeAll
  static void index() throws IOException {
    index = VisualIndex.open(folder.resolve("index"), reading());
    add(index, picture("rose", 250, 0, 10));
    add(index, picture("meadow", 20, 240, 30).caption("green grass"));
    add(index, picture("sea", 10, 30, 250).caption("sky blue"));
    add(index, picture("lie", 40, 240, 30).caption("red"));
    add(index, picture("tagged", 100, 110, 120).keywords("Red", "wall"));
    index.commit();
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  private static Model reading() throws IOException {
    return Model.open(TinyText.write(folder.resolve("reading")));
  }

  private static Picture picture(String id, int r, int g, int b) throws IOException {
    return Picture.of(Drawing.plain(folder.resolve(id + ".png"), r, g, b)).id(id);
  }

  private static void add(VisualIndex index, Picture picture) throws IOException {
    index.add(picture);
  }

  @Test
  void aSentenceFindsPicturesThatNobodyDescribed() throws IOException {
    Hits hits = index.search(text("crimson").by(By.PICTURES));
    assertThat(hits.ids()).startsWith("rose").hasSize(5);
    Hit first = hits.list().get(0);
    assertThat(first.scale()).isEqualTo(Hit.Scale.COSINE);
    double cosine =
        (0.9 * 250 + 0.2 * 10) / Math.sqrt((0.81 + 0.04 + 0.04) * (250 * 250 + 10 * 10));
    assertThat(first.score()).isCloseTo(cosine, within(1e-3));
    assertThat(first.reasons()).extracting(Reason::kind).containsExactly("picture");
  }

  @Test
  void aSentenceFindsCaptionsThatMeanTheLike() throws IOException {
    Hits hits = index.search(text("crimson").by(By.CAPTIONS));
    assertThat(hits.ids()).startsWith("lie").hasSize(3);
    assertThat(hits.list().get(0).reasons()).extracting(Reason::kind).containsExactly("caption");
  }

  @Test
  void wordsAreThoseOfCaptionsAndTagsAlsoPredictedOnes() throws IOException {
    Hits hits = index.search(text("a red wall").by(By.WORDS));
    assertThat(hits.stream().flatMap(hit -> hit.reasons().stream().map(Reason::matched)))
        .containsExactlyInAnyOrder("red", "red, wall", "red");
    // The class that the network gave the rose is "red, rouge".
    assertThat(hits.ids()).containsExactlyInAnyOrder("tagged", "lie", "rose");
    assertThat(index.search(text("crimson").by(By.WORDS)).isEmpty()).isTrue();
  }

  @Test
  void aTextIsAllOfTheseFusedByTheirScores() throws IOException {
    Hits hits = index.search(text("red"));
    assertFused(index, "red", 0.25);
    assertThat(hits.list()).hasSize(5);
    assertThat(hits.list().get(0).id()).isEqualTo("lie");
    assertThat(hits.list().get(0).reasons())
        .extracting(Reason::kind)
        .containsExactly("text", "caption", "picture");
  }

  @Test
  void wordsCountByTheShareOfTheSentenceThatTheIndexKnows() throws IOException {
    // A tag, and three words that nobody used.
    String sentence = "wall, crimson lighthouse, gulls";
    assertFused(index, sentence, 0.25 / 4);
    assertThat(index.search(text(sentence)).stream().flatMap(hit -> hit.reasons().stream()))
        .filteredOn(reason -> reason.kind().equals("text"))
        .extracting(Reason::matched)
        .containsExactly("wall");
  }

  @Test
  void aWordOfCaptionsAloneCountsByTheShareThatPeopleWrote() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Drawing.plain(pictures.resolve("red.png"), 255, 0, 0);
    Drawing.plain(pictures.resolve("green.png"), 0, 255, 0);
    try (VisualIndex captioned = VisualIndex.open(folder.resolve("captioned"), reading());
        ImageCaptioner captioner =
            ImageCaptioner.open(TinyCaptioner.write(folder.resolve("captioner")), 1)) {
      captioned.ingest(Ingest.of(pictures).captioner(captioner), progress -> {});
      assertThat(captioned.get("red.png").orElseThrow().caption()).isEqualTo("a dog");
      // Red is a predicted tag too.
      assertFused(captioned, "red dog", 0.25 * 1 / 2);
      assertFused(captioned, "dog", 0.0025);
      add(captioned, picture("sky", 0, 0, 255).caption("a dog"));
      captioned.commit();
      assertFused(captioned, "red dog", 0.25 * (1 + 1 / 3.0) / 2);
      assertFused(captioned, "dog", 0.25 / 3);
    }
  }

  private static void assertFused(VisualIndex of, String sentence, double words)
      throws IOException {
    Map<By, Double> weights = Map.of(By.WORDS, words, By.CAPTIONS, 1.0, By.PICTURES, 0.5);
    Map<String, Double> expected = new HashMap<>();
    boolean captioned = !of.search(text(sentence).by(By.CAPTIONS)).isEmpty();
    double all = words + 0.5 + (captioned ? 1 : 0);
    for (By by : weights.keySet()) {
      List<Hit> hits = of.search(text(sentence).by(by)).list();
      for (Hit hit : hits) {
        double best = hits.getFirst().score();
        double worst = hits.getLast().score();
        double share = best == worst ? 1 : (hit.score() - worst) / (best - worst);
        expected.merge(hit.id(), weights.get(by) * share / all, Double::sum);
      }
    }
    Hits fused = of.search(text(sentence));
    assertThat(fused.ids()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (Hit hit : fused) {
      assertThat(hit.scale()).isEqualTo(Hit.Scale.WEIGHTED);
      assertThat(hit.score()).isCloseTo(expected.get(hit.id()), within(1e-9));
    }
  }

  @Test
  void theWaysMayBeWeightedOtherwise() throws IOException {
    Fused.Part pictures = text("red").by(By.PICTURES).weight(10);
    Fused.Part captions = text("red").by(By.CAPTIONS).weight(0.1);
    assertThat(index.search(fused(captions, pictures)).ids()).startsWith("rose");
  }

  @Test
  void filtersHoldForEveryWay() throws IOException {
    for (By by : By.values()) {
      assertThat(index.search(text("red").by(by).where(keyword("wall"))).ids())
          .isEqualTo(by == By.CAPTIONS ? List.of() : List.of("tagged"));
    }
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() throws IOException {
    List<String> all = index.search(text("red")).ids();
    List<String> paged = new ArrayList<>();
    VisualQuery query = text("red").limit(2);
    Hits page = index.search(query);
    paged.addAll(page.ids());
    while (page.next().isPresent()) {
      page = index.searchAfter(query, page.next().get());
      paged.addAll(page.ids());
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void aCutOffIsForOneWayAlone() throws IOException {
    assertThat(index.search(text("red").by(By.PICTURES).minScore(0.99)).ids())
        .containsExactly("rose");
    assertThatThrownBy(() -> index.search(text("red").minScore(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no unit", "alone");
  }

  @Test
  void stopWordsAloneMayMeanSomething() throws IOException {
    assertThat(index.search(text("the of and")).list()).hasSize(5);
    assertThatThrownBy(() -> index.search(text("the of and").by(By.WORDS)))
        .hasMessageContaining("stop words");
  }

  @Test
  void aLanguageAsksForWordsOfCaptionsAlone() throws IOException {
    assertThat(index.search(text("red").in("en")).ids()).containsExactly("lie");
    assertThatThrownBy(() -> text("red").by(By.CAPTIONS).in("en"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a language is for words");
  }

  @Test
  void aLineAsksEachWayAlone() throws IOException {
    assertThat(index.search("text.pictures:crimson").ids()).startsWith("rose");
    assertThat(index.search("text.captions:crimson").ids()).startsWith("lie");
    assertThat(index.search("text.words:wall").ids()).containsExactly("tagged");
    assertThatThrownBy(() -> index.search("text.sounds:red")).hasMessageContaining("text.words:");
  }

  @Test
  void whatMatchedIsMarkedWhereWordsCount() throws IOException {
    Hit hit = index.search(text("red")).list().get(0);
    assertThat(hit.highlights()).hasSize(1);
    assertThat(index.search(text("red").by(By.CAPTIONS)).list().get(0).highlights()).isEmpty();
  }

  @Test
  void withoutAModelWordsAnswerAndTheRestSaysWhatItNeeds() throws IOException {
    try (VisualIndex words = VisualIndex.openReadOnly(folder.resolve("index"), null)) {
      Hits hits = words.search(text("red"));
      assertThat(hits.ids()).containsExactlyInAnyOrder("tagged", "lie", "rose");
      assertThat(hits.list().get(0).scale()).isEqualTo(Hit.Scale.BM25);
      assertThatThrownBy(() -> words.search(text("red").by(By.PICTURES)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("without a model", "open it with");
    }
  }

  @Test
  void anIndexMadeBeforeItsModelReadTextSaysHowToGetThere() throws IOException {
    Path old = folder.resolve("old");
    try (VisualIndex made =
        VisualIndex.open(old, Model.open(TinyModel.write(folder.resolve("silent"))))) {
      add(made, picture("rose", 250, 0, 10).caption("red"));
      made.commit();
      assertThatThrownBy(() -> made.search(text("red").by(By.CAPTIONS)))
          .hasMessageContainingAll("tiny", "reads no text");
    }
    try (VisualIndex opened = VisualIndex.open(old, reading())) {
      assertThat(opened.search(text("red")).list().get(0).scale()).isEqualTo(Hit.Scale.BM25);
      for (By by : List.of(By.CAPTIONS, By.PICTURES)) {
        assertThatThrownBy(() -> opened.search(text("red").by(by)))
            .isInstanceOfSatisfying(
                IndexException.class,
                e -> assertThat(e.reason()).isEqualTo(IndexException.Reason.NO_SENTENCES))
            .hasMessageContaining("reindex");
      }
    }
  }

  @Test
  void sentencesOfAnotherModelAreNotCompared() throws IOException {
    Model other = Model.open(TinyText.writeOther(folder.resolve("other")));
    try (VisualIndex opened = VisualIndex.openReadOnly(folder.resolve("index"), other)) {
      assertThatThrownBy(() -> opened.search(text("red")))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("tiny, sentences", "reindex");
    }
  }
}
