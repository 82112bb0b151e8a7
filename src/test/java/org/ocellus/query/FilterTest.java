package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.newest;
import static org.ocellus.query.VisualQuery.similarTo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureFields;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.metadata.Place;
import org.ocellus.model.Label;

class FilterTest {
  @TempDir static Path folder;
  private static PictureIndex index;
  private static VisualSearch search;

  @BeforeAll
  static void index() throws IOException {
    index = PictureIndex.open(folder.resolve("index"), null, null, null);
    put(
        StoredPicture.of("lisbon").toBuilder()
            .folder("trips/2019")
            .taken(Instant.parse("2019-05-04T12:00:00Z").getEpochSecond())
            .place(new Place(38.69, -9.18))
            .size(4000, 3000)
            .file(5_000_000, null)
            .keywords(List.of(new Keyword("Bridge", Origin.PERSON)))
            .extra(
                Map.of(
                    "price",
                    12.5,
                    "colour",
                    "red",
                    "sizes",
                    List.of("S", "M"),
                    "printed",
                    "2020-02-29")));
    put(
        StoredPicture.of("porto").toBuilder()
            .folder("trips/2021/summer")
            .taken(Instant.parse("2021-07-01T00:00:00Z").getEpochSecond())
            .place(new Place(41.14, -8.61))
            .size(800, 600)
            .labels(List.of(new Label("suspension bridge, bridge", 0.9f)))
            .extra(Map.of("price", 99, "colour", "blue", "printed", "2021-08-01T10:00:00+02:00")));
    put(StoredPicture.of("scan").toBuilder().folder(""));
    index.commit();
    search = new VisualSearch(index, null, new ImageDecoder());
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  @Test
  void aFolderPassesWhatIsInItAndBelow() throws IOException {
    assertThat(passing(Filter.folder("trips"))).containsExactly("lisbon", "porto");
    assertThat(passing(Filter.folder("/trips/2021/"))).containsExactly("porto");
    assertThat(passing(Filter.folder("trip"))).isEmpty();
  }

  @Test
  void aDateRangeIncludesItsStartAndNotItsEnd() throws IOException {
    Instant start = Instant.parse("2019-05-04T12:00:00Z");
    Instant end = Instant.parse("2021-07-01T00:00:00Z");
    assertThat(passing(Filter.taken(start, end))).containsExactly("lisbon");
    assertThat(passing(Filter.taken(end, null))).containsExactly("porto");
    assertThat(passing(Filter.taken(null, start))).isEmpty();
  }

  @Test
  void aPlacePassesWhatIsNearIt() throws IOException {
    assertThat(passing(Filter.near(38.7, -9.2, 20))).containsExactly("lisbon");
    assertThat(passing(Filter.near(38.7, -9.2, 400))).containsExactly("lisbon", "porto");
    assertThat(passing(Filter.box(40, -9, 42, -8))).containsExactly("porto");
  }

  @Test
  void aLeastSizePassesLargerPictures() throws IOException {
    assertThat(passing(Filter.atLeast(800, 600))).containsExactly("lisbon", "porto");
    assertThat(passing(Filter.atLeast(801, 0))).containsExactly("lisbon");
    assertThat(passing(new Filter.Range(PictureFields.BYTES, 1, Long.MAX_VALUE)))
        .containsExactly("lisbon");
  }

  @Test
  void aKeywordPassesTagsAndPredictedLabelsAlike() throws IOException {
    assertThat(passing(keyword("bridge"))).containsExactly("lisbon", "porto");
    assertThat(passing(Filter.label("Suspension Bridge"))).containsExactly("porto");
    assertThat(passing(Filter.label("suspension bridge, bridge"))).containsExactly("porto");
  }

  /** Lucene adds up two features of one name, and made 10³⁷ of two probabilities. */
  @Test
  void aNameThatTwoPredictedClassesShareHasTheLikeliersProbability() throws IOException {
    put(
        StoredPicture.of("beach").toBuilder()
            .labels(List.of(new Label("maillot", 0.5f), new Label("maillot, tank suit", 0.25f))));
    index.commit();
    try {
      assertThat(search.search(keyword("maillot")).list().get(0).score()).isEqualTo(0.5);
      assertThat(search.search(keyword("tank suit")).list().get(0).score()).isEqualTo(0.25);
    } finally {
      index.delete("beach");
      index.commit();
    }
  }

  @Test
  void extraFieldsPassByValueOrRange() throws IOException {
    assertThat(passing(Filter.extra("colour", "red"))).containsExactly("lisbon");
    assertThat(passing(Filter.extra("sizes", "M"))).containsExactly("lisbon");
    assertThat(passing(Filter.extra("price", 99))).containsExactly("porto");
    assertThat(passing(Filter.extra("price", 0, 50))).containsExactly("lisbon");
    assertThat(passing(Filter.extra("nothing", "x"))).isEmpty();
  }

  @Test
  void anExtraFieldMayBeCalledLikeAnotherAndItsType() throws IOException {
    try (VisualIndex own = VisualIndex.open(folder.resolve("own"))) {
      own.add(
          Picture.ofVector("odd", new float[] {1, 1})
              .extra("price", 7)
              .extra("price.number", "seven")
              .extra("price.time", 8));
      own.refresh();
      assertThat(own.search(newest().where(Filter.extra("price", 7))).ids()).hasSize(1);
      assertThat(own.search(newest().where(Filter.extra("price.number", "seven"))).ids())
          .hasSize(1);
      assertThat(own.search(newest().where(Filter.extra("price.time", 8))).ids()).hasSize(1);
    }
  }

  @Test
  void extraFieldsThatAreDatesPassByTime() throws IOException {
    Instant eight = Instant.parse("2021-08-01T08:00:00Z");
    assertThat(passing(Filter.extra("printed", null, eight))).containsExactly("lisbon");
    assertThat(passing(Filter.extra("printed", eight, eight.plusSeconds(1))))
        .containsExactly("porto");
    assertThat(passing(Filter.extra("printed", Instant.parse("2020-02-29T00:00:00Z"), null)))
        .containsExactly("lisbon", "porto");
    assertThat(passing(Filter.extra("colour", null, (Instant) null))).isEmpty();
  }

  @Test
  void theAspectIsWidthByHeight() throws IOException {
    assertThat(passing(Filter.aspect(4 / 3.0, 4 / 3.0))).containsExactly("lisbon", "porto");
    assertThat(passing(Filter.aspect(1.34, 2))).isEmpty();
    assertThat(passing(Filter.landscape())).containsExactly("lisbon", "porto");
    assertThat(passing(Filter.or(Filter.portrait(), Filter.square()))).isEmpty();
  }

  @Test
  void aLabelPassesFromItsLeastProbabilityOn() throws IOException {
    assertThat(passing(Filter.label("bridge", 0.9))).containsExactly("porto");
    assertThat(passing(Filter.label("bridge", 0.95))).isEmpty();
  }

  @Test
  void filtersCombine() throws IOException {
    Filter trips = Filter.folder("trips");
    assertThat(passing(Filter.not(trips))).containsExactly("scan");
    assertThat(passing(Filter.and())).containsExactly("lisbon", "porto", "scan");
    assertThat(passing(Filter.or())).isEmpty();
    assertThat(passing(Filter.and(trips, Filter.not(keyword("bridge"))))).isEmpty();
    assertThat(passing(Filter.or(Filter.ids("scan"), Filter.ids("porto", "nothing"))))
        .containsExactly("porto", "scan");
  }

  @Test
  void filtersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> Filter.near(91, 0, 1)).hasMessageContaining("latitude");
    assertThatThrownBy(() -> Filter.near(0, 0, 0)).hasMessageContaining("kilometres must be > 0");
    assertThatThrownBy(() -> Filter.box(10, 0, 5, 1)).hasMessageContaining("south");
    assertThatThrownBy(() -> new Filter.Range("phash", 0, 1)).hasMessageContaining("\"phash\"");
    assertThatThrownBy(() -> Filter.aspect(Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Filter.label(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> Filter.label("x", 2)).hasMessageContaining("[0, 1]");
  }

  private static void put(StoredPicture.Builder picture) throws IOException {
    index.put(picture.build(), new float[] {1, 1}, Space.ofOwnVectors(2));
  }

  private static List<String> passing(Filter filter) throws IOException {
    return search.search(similarTo(new float[] {1, 1}).where(filter)).ids();
  }
}
