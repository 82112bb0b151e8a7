package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocellus.VisualIndex;
import org.ocellus.index.Picture;

/** Questions to captions of several languages. */
class TextTest {
  @TempDir static Path folder;
  private static VisualIndex index;

  @BeforeAll
  static void index() throws IOException {
    index = VisualIndex.open(folder.resolve("index"));
    add("none", "Two dogs run. The bridges of Lisbon shine.\n\nA dog sleeps by the <river>.", null);
    add("en", "A dog on a bridge", "en");
    add("de", "Zwei Häuser und ein Hund in Lissabon", "de-AT");
    add("fr", "Les chevaux de Lisbonne", "fr");
    add("zh", "里斯本的四月二十五日大桥", "zh");
    add("pl", "Żółte tramwaje w Lizbonie", "pl");
    add("no", "Husene ved elven", "nb");
    index.commit();
  }

  private static void add(String id, String caption, String language) throws IOException {
    index.add(Picture.ofVector(id, new float[] {1, 0}).caption(caption, language).keywords(id));
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  private static List<String> found(VisualQuery query) throws IOException {
    return index.search(query).ids();
  }

  @ParameterizedTest
  @CsvSource({
    "de, haus,       de", // plural with another vowel
    "de, Hunde,      de",
    "fr, cheval,     fr",
    "zh, 大桥,        zh",
    "pl, zolte,      pl", // no Polish analyser: words as written, folded
    "no, hus,        no",
    "nn, huset,      no",
    "DE-de, haus,    de",
  })
  void captionsOfALanguageAreFoundInItsOwnForms(String language, String word, String id)
      throws IOException {
    assertThat(found(text(word).in(language))).containsExactly(id);
  }

  @Test
  void aLanguageAsksItsOwnCaptionsAlone() throws IOException {
    assertThat(found(text("Lissabon").in("fr"))).isEmpty();
    assertThat(found(text("dog hund").in("en"))).containsExactlyInAnyOrder("none", "en");
    assertThat(found(text("tramwaj").in("pl"))).isEmpty();
  }

  @Test
  void aQuestionWithoutLanguageAsksAllCaptionsAsEnglish() throws IOException {
    assertThat(found(text("dogs, Hund, chevaux")))
        .containsExactlyInAnyOrder("none", "en", "de", "fr");
    assertThat(found(text("haus"))).isEmpty();
  }

  @Test
  void aLanguageIsACode() {
    assertThatThrownBy(() -> text("x").in("deutsch"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("ISO 639", "\"deutsch\"");
    assertThatThrownBy(() -> Picture.ofVector("x", new float[1]).caption("x", ""))
        .hasMessageContaining("ISO 639");
  }

  @Test
  void aCaptionChangesItsLanguage() throws IOException {
    try (VisualIndex own = VisualIndex.open(folder.resolve("own"))) {
      own.add(Picture.ofVector("a", new float[] {1, 0}).caption("ein Haus", "de"));
      own.updateCaption("a", "der Häuser", "de");
      own.commit();
      assertThat(own.search(text("haus").in("de")).ids()).containsExactly("a");
      own.updateCaption("a", "a house");
      own.commit();
      assertThat(own.search(text("haus").in("de")).isEmpty()).isTrue();
      assertThat(own.search(text("houses").in("en")).ids()).containsExactly("a");
      assertThat(own.get("a").orElseThrow().captionLanguage()).isNull();
    }
  }

  private static List<String> marked(VisualQuery query, String id) throws IOException {
    return index.search(query).stream()
        .filter(hit -> hit.id().equals(id))
        .findFirst()
        .orElseThrow()
        .highlights()
        .stream()
        .map(highlight -> highlight.marked("[", "]", UnaryOperator.identity()))
        .toList();
  }

  @Test
  void whatMatchedIsMarkedSentenceBySentence() throws IOException {
    assertThat(marked(text("a running dog"), "none"))
        .containsExactly("Two [dogs] [run].", "A [dog] sleeps by the <river>.");
    assertThat(marked(text("haus hund").in("de"), "de"))
        .containsExactly("Zwei [Häuser] und ein [Hund] in Lissabon");
    assertThat(marked(text("四月 大桥").in("zh"), "zh")).containsExactly("里斯本的[四月]二十五日[大桥]");
  }

  @Test
  void everyTextOfAFusedQuestionIsMarkedAndNothingElse() throws IOException {
    assertThat(marked(fused(text("sleeping"), keyword("none"), text("lisbon")), "none"))
        .containsExactly("A dog [sleeps] by the <river>.", "The bridges of [Lisbon] shine.");
    assertThat(marked(fused(text("hund").in("de"), keyword("en")), "en")).isEmpty();
    assertThat(marked(keyword("en"), "en")).isEmpty();
  }

  @Test
  void theTextIsEscapedAsItsPlaceDemandsAndTheMarksAreNot() throws IOException {
    Highlight highlight = index.search(text("river")).list().get(0).highlights().get(0);
    assertThat(highlight.marked("<b>", "</b>", text -> text.replace("<", "&lt;")))
        .isEqualTo("A dog sleeps by the &lt;<b>river</b>>.");
    Highlight.Range match = highlight.matches().get(0);
    assertThat(highlight.text().substring(match.start(), match.end())).isEqualTo("river");
  }
}
