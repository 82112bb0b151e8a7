package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.TagExpression.tag;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.Label;

/** Tag expressions over pictures whose tags people, their files and a network gave. */
class KeywordTest {
  @TempDir static Path folder;
  private static PictureIndex index;
  private static VisualSearch search;

  @BeforeAll
  static void index() throws IOException {
    index = PictureIndex.open(folder.resolve("index"), null, null, null);
    put("bridge", List.of("Golden Gate Bridge", "San Francisco"), List.of("Nacht"), Map.of());
    put("gate", List.of("Gate", "bridge, old"), List.of("San José"), Map.of());
    put("lisbon", List.of("Lisbon", "night"), List.of("tram"), Map.of("suspension bridge", 0.9f));
    put("lisboa", List.of(), List.of("LISBOA"), Map.of("steel arch bridge, bridge", 0.5f));
    put("listing", List.of("listing"), List.of(), Map.of("tram, streetcar", 0.75f));
    put("plain", List.of(), List.of(), Map.of());
    index.commit();
    search = new VisualSearch(index, null, new ImageDecoder());
  }

  private static void put(
      String id, List<String> person, List<String> file, Map<String, Float> labels)
      throws IOException {
    List<Keyword> keywords = new ArrayList<>();
    person.forEach(tag -> keywords.add(new Keyword(tag, Origin.PERSON)));
    file.forEach(tag -> keywords.add(new Keyword(tag, Origin.FILE)));
    List<Label> predicted = new ArrayList<>();
    labels.forEach((name, probability) -> predicted.add(new Label(name, probability)));
    index.put(
        StoredPicture.of(id).toBuilder().keywords(keywords).labels(predicted).build(),
        new float[] {1, 1},
        Space.ofOwnVectors(2));
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  /** What is found; as a filter it must pass the same. */
  private static List<String> found(TagExpression tags) throws IOException {
    List<String> ids = search.search(keyword(tags)).ids();
    assertThat(search.search(similarTo(new float[] {1, 0}).where(keyword(tags))).ids())
        .containsExactlyInAnyOrderElementsOf(ids);
    return ids;
  }

  private static Hit first(TagExpression tags) throws IOException {
    return search.search(keyword(tags)).list().get(0);
  }

  private static String why(TagExpression tags) throws IOException {
    return first(tags).reasons().get(0).matched();
  }

  @Test
  void aWholeTagIsComparedWithoutCaseAndDiacritics() throws IOException {
    assertThat(found(tag("san jose"))).containsExactly("gate");
    assertThat(found(tag("GATE"))).containsExactly("gate");
    assertThat(found(tag("golden gate"))).isEmpty();
  }

  @Test
  void aPhraseIsWordsNextToEachOtherWithinOneTag() throws IOException {
    assertThat(found(tag("gate bridge").phrase())).containsExactly("bridge");
    assertThat(found(tag("Golden Gate").phrase())).containsExactly("bridge");
    assertThat(found(tag("golden bridge").phrase())).isEmpty();
    assertThat(found(tag("bridge gate").phrase())).isEmpty();
    // "Gate" and "bridge, old" are two tags.
    assertThat(found(tag("bridge old").phrase())).containsExactly("gate");
    assertThat(found(tag("tram lisbon").phrase())).isEmpty();
    assertThat(found(tag("bridge").phrase()))
        .containsExactlyInAnyOrder("bridge", "gate", "lisbon", "lisboa");
  }

  @Test
  void aPhraseWithoutWordsIsRefused() {
    assertThatThrownBy(() -> found(tag("!?").phrase()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"!?\" has no word");
  }

  @Test
  void aPrefixIsHowATagBegins() throws IOException {
    assertThat(found(tag("LISB").prefix())).containsExactly("lisboa", "lisbon");
    assertThat(found(tag("san ").prefix())).containsExactly("bridge", "gate");
    assertThat(found(tag("francisco").prefix())).isEmpty();
  }

  @Test
  void aFuzzyTagIsSpeltNearlySo() throws IOException {
    assertThat(found(tag("lisbonn").fuzzy())).containsExactly("lisboa", "lisbon");
    assertThat(found(tag("trma").fuzzy())).containsExactly("lisbon", "listing");
    assertThat(found(tag("tx").fuzzy())).isEmpty();
    assertThat(found(tag("gat").fuzzy())).containsExactly("gate");
    assertThat(found(tag("got").fuzzy())).isEmpty();
  }

  @Test
  void andOrAndNotCombine() throws IOException {
    assertThat(found(tag("lisbon").and(tag("night")))).containsExactly("lisbon");
    assertThat(found(tag("lisbon").or(tag("lisboa")))).containsExactly("lisboa", "lisbon");
    assertThat(found(tag("lisb").prefix().and(tag("night").not()))).containsExactly("lisboa");
    assertThat(found(tag("gate").or(tag("lisb").prefix()).and(tag("tram").not())))
        .containsExactly("gate", "lisboa");
    assertThat(found(tag("gate").or(tag("bridge").phrase().not())))
        .containsExactly("gate", "listing", "plain");
    assertThat(found(tag("night").not().not())).containsExactly("lisbon");
  }

  @Test
  void negationAloneFindsAllOthersWithScoreZero() throws IOException {
    assertThat(found(tag("bridge").phrase().not())).containsExactly("listing", "plain");
    assertThat(first(tag("bridge").phrase().not()).score()).isZero();
    assertThat(found(tag("lisbon").not().and(tag("gate").not())))
        .containsExactly("bridge", "lisboa", "listing", "plain");
  }

  @Test
  void aTagIsAskedForByWhoSaidIt() throws IOException {
    assertThat(found(tag("tram").by(Origin.FILE))).containsExactly("lisbon");
    assertThat(found(tag("tram").by(Origin.PERSON))).isEmpty();
    assertThat(found(tag("tram").by(Origin.MODEL))).containsExactly("listing");
    assertThat(found(tag("n").prefix().by(Origin.FILE))).containsExactly("bridge");
    assertThat(found(tag("nahct").fuzzy().by(Origin.FILE))).containsExactly("bridge");
    assertThat(found(tag("gate").phrase().by(Origin.FILE))).isEmpty();
    assertThat(found(tag("gate").phrase().by(Origin.PERSON))).containsExactly("bridge", "gate");
  }

  @Test
  void predictedTagsAreFoundInEveryWayAndByTheirProbability() throws IOException {
    assertThat(found(tag("bridge").phrase().by(Origin.MODEL))).containsExactly("lisbon", "lisboa");
    assertThat(found(tag("bridge").phrase().predicted(0.8))).containsExactly("lisbon");
    assertThat(found(tag("st").prefix().by(Origin.MODEL))).containsExactly("listing", "lisboa");
    assertThat(found(tag("suspensoin bridge").fuzzy().by(Origin.MODEL))).containsExactly("lisbon");
    assertThat(found(tag("streetcar").predicted(0.75))).containsExactly("listing");
    assertThat(found(tag("streetcar").predicted(0.76))).isEmpty();
    assertThat(found(tag("nothing").prefix().predicted(0.1))).isEmpty();
  }

  @Test
  void aProbabilityEqualToTheLeastOneReachesIt() throws IOException {
    assertThat(found(tag("suspension bridge").predicted(0.9f))).containsExactly("lisbon");
    assertThat(found(tag("suspension bridge").predicted(0.9))).containsExactly("lisbon");
    assertThat(found(tag("suspension bridge").predicted(0.91))).isEmpty();
  }

  @Test
  void theScoreAddsUpTheBestMatchOfEachTagThatIsCarried() throws IOException {
    assertThat(first(tag("lisbon").and(tag("night"))).score()).isEqualTo(2);
    // Two of its tags begin with n and l, and one is predicted.
    assertThat(first(tag("lisbon").or(tag("sus").prefix()).or(tag("x"))).score())
        .isCloseTo(1.9, within(0.004));
    assertThat(first(tag("san").phrase()).score()).isEqualTo(1);
    assertThat(first(tag("tram").by(Origin.MODEL)).score()).isEqualTo(0.75);
    assertThat(first(tag("street").prefix()).score()).isEqualTo(0.75);
    assertThat(found(tag("bridge").or(tag("tram")))).containsExactly("lisbon", "listing", "lisboa");
    assertThat(first(tag("night").or(tag("NIGHT"))).score()).isEqualTo(1);
  }

  @Test
  void theReasonNamesTheTagsAsTheyAreWritten() throws IOException {
    assertThat(why(tag("lisb").prefix().by(Origin.FILE))).isEqualTo("LISBOA");
    assertThat(why(tag("gate bridge").phrase())).isEqualTo("Golden Gate Bridge");
    assertThat(why(tag("san jose").and(tag("nothing").not()))).isEqualTo("San José");
    assertThat(why(tag("sus").prefix())).isEqualTo("suspension bridge, predicted");
    assertThat(why(tag("streetcar"))).isEqualTo("streetcar, predicted");
    assertThat(why(tag("nothing").not())).isEmpty();
  }

  @Test
  void manyTagsThatBeginAlikeAreNoHindrance() throws IOException {
    try (PictureIndex many = PictureIndex.open(folder.resolve("many"), null, null, null)) {
      for (int i = 0; i < 100; i++) {
        int from = 50 * i;
        List<Keyword> tags =
            IntStream.range(from, from + 50)
                .mapToObj(n -> new Keyword("tag" + n, Origin.PERSON))
                .toList();
        many.put(
            StoredPicture.of("p" + i).toBuilder().keywords(tags).build(),
            new float[] {1, 1},
            Space.ofOwnVectors(2));
      }
      many.commit();
      VisualSearch among = new VisualSearch(many, null, new ImageDecoder());
      Hits hits = among.search(keyword(tag("tag").prefix()).limit(200));
      assertThat(hits.size()).isEqualTo(100);
      assertThat(hits.list().get(0).score()).isEqualTo(1);
      assertThat(among.search(keyword(tag("tag10000").fuzzy())).isEmpty()).isFalse();
    }
  }

  @Test
  void tooManyTagsAreRefusedByName() {
    TagExpression many =
        new TagExpression.Or(
            IntStream.range(0, 5000).<TagExpression>mapToObj(n -> tag("t" + n)).toList());
    assertThatThrownBy(() -> search.search(keyword(many)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too many words");
  }

  @Test
  void tagsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> tag(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> tag("x".repeat(257))).hasMessageContaining("at most 256");
    assertThatThrownBy(() -> tag("x").predicted(1.5)).hasMessageContaining("[0, 1], got 1.5");
    assertThatThrownBy(() -> new TagExpression.Or(List.of(tag("x"))))
        .hasMessageContaining("at least 2");
  }
}
