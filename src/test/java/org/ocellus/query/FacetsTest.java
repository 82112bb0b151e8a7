package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.ocellus.query.TagExpression.tag;
import static org.ocellus.query.VisualQuery.fused;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.Label;

/** Pictures counted by tag, class, year, folder and fields of one's own. */
class FacetsTest {
  @TempDir Path folder;
  private PictureIndex pictures;
  private VisualSearch index;

  @BeforeEach
  void index() throws IOException {
    pictures = PictureIndex.open(folder.resolve("index"), null, null, null);
    put("a", "trips/lisbon", "2019-12-31T23:59:59Z", "night in the rain", "Lisbon", "São Paulo");
    put("gone", "trips", "2019-01-01T00:00:00Z", "rain", "gone");
    pictures.commit();
    put("b", "trips/porto", "2020-01-01T00:00:00Z", "a day in the rain", "LISBON");
    put("c", "trips", "", "a sunny day", "lisbon", "sao paulo");
    put("d", "", "1969-07-20T20:17:00Z", "a sunny day", "porto");
    pictures.delete("gone");
    pictures.commit();
    index = new VisualSearch(pictures, null, new ImageDecoder());
  }

  @AfterEach
  void close() throws IOException {
    pictures.close();
  }

  private void put(String id, String path, String taken, String caption, String... tags)
      throws IOException {
    List<Keyword> keywords =
        List.of(tags).stream().map(tag -> new Keyword(tag, Origin.PERSON)).toList();
    pictures.put(
        new StoredPicture.Builder(id)
            .folder(path)
            .taken(taken.isEmpty() ? null : (Long) Instant.parse(taken).getEpochSecond())
            .caption(caption, Origin.PERSON)
            .keywords(
                // Said twice, counted once.
                Stream.concat(
                        keywords.stream(),
                        keywords.stream().map(k -> new Keyword(k.text(), Origin.FILE)))
                    .toList())
            .labels(List.of(new Label("tench, Tinca tinca", 0.9f)))
            .extra(Map.of("colour", id.equals("d") ? "red" : List.of("red", "blue"), "price", 3))
            .build(),
        null,
        null);
  }

  private List<Facets.Count> counts(VisualQuery among, Facet by) throws IOException {
    return index.facets(among, by, 10).counts();
  }

  @Test
  void tagsCountOncePerPictureAndAreShownAsPeopleWroteThem() throws IOException {
    assertThat(counts(newest(), Facet.KEYWORD))
        .extracting(Facets.Count::value, Facets.Count::pictures)
        .containsExactly(tuple("Lisbon", 3L), tuple("São Paulo", 2L), tuple("porto", 1L));
  }

  @Test
  void classesAreCountedByTheirWholeNames() throws IOException {
    assertThat(counts(newest(), Facet.LABEL))
        .containsExactly(new Facets.Count("tench, Tinca tinca", 4));
  }

  @Test
  void yearsBeginInUtc() throws IOException {
    assertThat(counts(newest(), Facet.YEAR))
        .extracting(Facets.Count::value, Facets.Count::pictures)
        .containsExactly(tuple("1969", 1L), tuple("2019", 1L), tuple("2020", 1L));
  }

  @Test
  void aFolderCountsWhatLiesBelowIt() throws IOException {
    assertThat(counts(newest(), Facet.FOLDER))
        .extracting(Facets.Count::value, Facets.Count::pictures)
        .containsExactly(tuple("trips", 3L), tuple("trips/lisbon", 1L), tuple("trips/porto", 1L));
  }

  @Test
  void stringsOfTheUsersOwnAreCounted() throws IOException {
    assertThat(counts(newest(), Facet.extra("colour")))
        .extracting(Facets.Count::value, Facets.Count::pictures)
        .containsExactly(tuple("red", 4L), tuple("blue", 3L));
    assertThat(counts(newest(), Facet.extra("nothing"))).isEmpty();
  }

  @Test
  void onlyPicturesThatPassTheFiltersOrAnswerTheQuestionCount() throws IOException {
    assertThat(counts(newest().where(Filter.folder("trips/porto")), Facet.KEYWORD))
        .extracting(Facets.Count::pictures)
        .containsExactly(1L);
    assertThat(counts(text("rains").limit(1), Facet.YEAR))
        .extracting(Facets.Count::value)
        .containsExactly("2019", "2020");
    assertThat(counts(keyword(tag("lisbon").not()), Facet.KEYWORD))
        .containsExactly(new Facets.Count("porto", 1));
    assertThat(counts(keyword("lisbon").where(keyword("sao paulo")), Facet.FOLDER))
        .contains(new Facets.Count("trips", 2));
  }

  @Test
  void theTopOnesAreShownAndAllAreCounted() throws IOException {
    Facets top = index.facets(newest(), Facet.KEYWORD, 1);
    assertThat(top.counts()).containsExactly(new Facets.Count("Lisbon", 3));
    assertThat(top.values()).isEqualTo(3);
    assertThat(top.complete()).isTrue();
    assertThat(index.facets(newest().deadline(Duration.ofNanos(1)), Facet.KEYWORD, 1).complete())
        .isFalse();
  }

  @Test
  void countsFollowEachRefreshAndOnlyTheViewThatIsOpenIsRemembered() throws IOException {
    assertThat(counts(newest(), Facet.FOLDER)).contains(new Facets.Count("trips", 3));
    put("e", "trips/évora", "", "", "Évora");
    assertThat(counts(newest(), Facet.FOLDER)).contains(new Facets.Count("trips", 3));
    pictures.refresh();
    assertThat(counts(newest(), Facet.FOLDER))
        .contains(new Facets.Count("trips", 4), new Facets.Count("trips/évora", 1));
    pictures.delete("b");
    pictures.commit();
    assertThat(counts(newest(), Facet.FOLDER))
        .contains(new Facets.Count("trips", 3))
        .doesNotContain(new Facets.Count("trips/porto", 1));

    FacetOrdinals ordinals = new FacetOrdinals();
    for (int i = 0; i < 3; i++) {
      pictures.read(
          view -> {
            var reader = view.getIndexReader();
            assertThat(ordinals.of(reader, "folder"))
                .isSameAs(ordinals.of(reader, "folder"))
                .isNotSameAs(ordinals.of(reader, "keyword"));
            ordinals.of(reader, "extra.nothing");
            return null;
          });
      assertThat(ordinals.views()).isEqualTo(1);
      pictures.delete("acd".substring(i, i + 1));
      pictures.refresh();
      assertThat(ordinals.views()).isZero();
    }
  }

  @Test
  void anEmptyIndexHasNothingToCount() throws IOException {
    try (PictureIndex empty = PictureIndex.open(folder.resolve("empty"), null, null, null)) {
      VisualSearch search = new VisualSearch(empty, null, new ImageDecoder());
      for (Facet by : List.of(Facet.KEYWORD, Facet.LABEL, Facet.YEAR, Facet.FOLDER)) {
        assertThat(search.facets(newest(), by, 5).counts()).isEmpty();
      }
    }
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    assertThatThrownBy(() -> new Facet("colour")).hasMessageContainingAll("extra.NAME", "colour");
    assertThatThrownBy(() -> index.facets(newest(), Facet.YEAR, 0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> index.facets(similarToId("a"), Facet.YEAR, 5))
        .hasMessageContaining("similarity");
    assertThatThrownBy(() -> index.facets(fused(text("a"), text("b")), Facet.YEAR, 5))
        .hasMessageContaining("fused");
    assertThatThrownBy(() -> index.facets(text("rain").minScore(1), Facet.YEAR, 5))
        .hasMessageContaining("cut-offs");
    List<Filter> many = IntStream.range(0, 5000).mapToObj(i -> Filter.folder("f" + i)).toList();
    assertThatThrownBy(() -> index.facets(newest().where(new Filter.Any(many)), Facet.YEAR, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too many words");
  }
}
