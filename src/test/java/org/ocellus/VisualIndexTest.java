package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.index.Picture;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;
import org.ocellus.query.Hits;

class VisualIndexTest {
  @TempDir Path folder;

  @Test
  void optimizingLeavesOneSegmentTheSameAnswersAndNothingDeleted() throws IOException {
    Path path = folder.resolve("finished");
    try (VisualIndex index = VisualIndex.open(path)) {
      for (int i = 0; i < 40; i++) {
        index.add(Picture.ofVector("p" + i, new float[] {1, i}).keywords("x"));
        if (i % 10 == 9) {
          index.commit();
        }
      }
      index.delete("p1");
      index.add(Picture.ofVector("p2", new float[] {-1, 0}).keywords("y"));
      index.commit();
      List<String> before = index.search(similarTo(new float[] {1, 7}).limit(40)).ids();
      assertThat(index.statistics().segments()).isGreaterThan(1);

      index.optimize();

      assertThat(index.statistics().segments()).isEqualTo(1);
      assertThat(index.statistics().pictures()).isEqualTo(39);
      assertThat(index.search(similarTo(new float[] {1, 7}).limit(40)).ids())
          .isEqualTo(before)
          .hasSize(39);
    }
    try (FSDirectory directory = FSDirectory.open(path.resolve("gen-000001"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.maxDoc()).isEqualTo(39);
    }
  }

  @Test
  void anInterruptDoesNotHurtAnIndexThatIsBeingOptimized() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("interrupted"))) {
      for (int i = 0; i < 5; i++) {
        index.add(Picture.ofVector("p" + i, new float[] {1, i}));
        index.commit();
      }
      Thread.currentThread().interrupt();
      index.optimize();
      assertThat(Thread.interrupted()).isTrue();
      index.add(Picture.ofVector("later", new float[] {1, 1}));
      index.commit();
      assertThat(index.statistics().pictures()).isEqualTo(6);
    }
  }

  @Test
  void aPictureAddedIsFoundByKeywordByTextAndBySimilarity() throws IOException {
    Path red = Drawing.plain(folder.resolve("red.png"), 255, 0, 0);
    Path blue = Drawing.plain(folder.resolve("blue.png"), 0, 0, 255);
    try (VisualIndex index = open()) {
      index.add(Picture.of(red).id("red").keywords("warm").caption("A red field"));
      index.add(Picture.of(blue).id("blue").keywords("cold").caption("A blue field"));
      index.commit();
      assertThat(index.search(keyword("warm")).ids()).containsExactly("red");
      assertThat(index.search(text("blue fields")).ids()).startsWith("blue");
      assertThat(index.search(similarTo(red)).ids()).containsExactly("red", "blue");
      assertThat(index.search(similarTo(Files.readAllBytes(red))).list().get(0).score())
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void whatTheNetworkPredictsIsAKeywordTooAndMarkedAsPredicted() throws IOException {
    Path red = Drawing.plain(folder.resolve("red.png"), 255, 0, 0);
    try (VisualIndex index = open()) {
      index.add(Picture.of(red).id("red"));
      index.commit();
      assertThat(index.search(keyword("rouge")).list().get(0).reasons().get(0).matched())
          .isEqualTo("rouge, predicted");
    }
  }

  @Test
  void whatPeopleSaidGoesBeforeWhatWasPredicted() throws IOException {
    try (VisualIndex index = open()) {
      index.add(Picture.of(Drawing.plain(folder.resolve("a.png"), 255, 0, 0)).id("predicted"));
      index.add(
          Picture.of(Drawing.plain(folder.resolve("b.png"), 0, 255, 0)).id("said").keywords("Red"));
      index.commit();
      Hits hits = index.search(keyword("red"));
      assertThat(hits.ids()).containsExactly("said", "predicted");
      assertThat(hits.list().get(0).score()).isEqualTo(1);
      // exp(10) / (exp(10) + 2), kept in nine bits.
      assertThat(hits.list().get(1).score()).isCloseTo(0.9999, within(0.01)).isLessThan(1);
      assertThat(index.search(keyword("red").minScore(1)).ids()).containsExactly("said");
    }
  }

  @Test
  void whatTheFileAndItsPixelsSayIsKept() throws IOException {
    Path file = Drawing.plain(folder.resolve("red.png"), 255, 0, 0);
    try (VisualIndex index = open()) {
      String id = index.add(Picture.of(file));
      index.commit();
      StoredPicture picture = index.get(id).orElseThrow();
      assertThat(picture.source()).isEqualTo(file.toString());
      assertThat(picture.width()).isEqualTo(20);
      assertThat(picture.height()).isEqualTo(10);
      assertThat(picture.bytes()).isEqualTo(Files.size(file));
      assertThat(picture.hash()).hasSize(64);
      assertThat(picture.phash()).isNotNull();
    }
  }

  @Test
  void aPictureWithoutFileOrIdIsKnownByItsHash() throws IOException {
    byte[] bytes = Files.readAllBytes(Drawing.plain(folder.resolve("red.png"), 255, 0, 0));
    try (VisualIndex index = open()) {
      String id = index.add(Picture.of(bytes));
      index.commit();
      assertThat(index.get(id).orElseThrow().hash()).isEqualTo(id);
    }
  }

  @Test
  void addingAPictureOfTheSameIdReplacesIt() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      index.add(Picture.ofVector("a", new float[] {1, 0}).keywords("old"));
      index.add(Picture.ofVector("a", new float[] {0, 1}).keywords("new"));
      index.commit();
      assertThat(index.statistics().pictures()).isEqualTo(1);
      assertThat(index.search(keyword("old")).isEmpty()).isTrue();
      assertThat(index.search(similarTo(new float[] {0, 1})).list().get(0).score())
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void changesAreSeenAfterARefreshAndNotBefore() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      index.add(Picture.ofVector("a", new float[] {1, 0}).keywords("x"));
      assertThat(index.search(keyword("x")).isEmpty()).isTrue();
      index.refresh();
      assertThat(index.search(keyword("x")).ids()).containsExactly("a");
      index.delete("a");
      assertThat(index.search(keyword("x")).ids()).containsExactly("a");
      index.refresh();
      assertThat(index.search(keyword("x")).isEmpty()).isTrue();
    }
  }

  @Test
  void keywordsAndCaptionChangeWithoutEmbeddingAgain() throws IOException {
    Path file = Drawing.plain(folder.resolve("red.png"), 255, 0, 0);
    try (VisualIndex index = open()) {
      index.add(Picture.of(file).id("red").keywords("warm"));
      // The picture is gone: nothing could embed it again.
      Files.delete(file);
      assertThat(index.updateKeywords("red", "hot", "glowing")).isTrue();
      assertThat(index.updateCaption("red", "a fire")).isTrue();
      index.commit();
      assertThat(index.search(keyword("warm")).isEmpty()).isTrue();
      assertThat(index.search(keyword("glowing")).ids()).containsExactly("red");
      assertThat(index.search(text("fires")).ids()).containsExactly("red");
      assertThat(index.get("red").orElseThrow().captionBy()).isEqualTo(Origin.PERSON);
      float[] redCells = new float[48];
      java.util.Arrays.fill(redCells, 0, 16, 1);
      assertThat(index.search(similarTo(redCells)).list().get(0).score())
          .isCloseTo(1, within(1e-6));
      assertThat(index.updateKeywords("nothing", "x")).isFalse();
    }
  }

  @Test
  void anIndexIsFoundAgainAfterClosing() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      index.add(
          Picture.ofVector("a", new float[] {1, 0})
              .keywords("x")
              .extra("price", 12)
              .extra("sizes", List.of("S", "M")));
    }
    try (VisualIndex index = VisualIndex.openReadOnly(folder.resolve("index"), null)) {
      assertThat(index.search(keyword("x")).ids()).containsExactly("a");
      assertThat(index.get("a").orElseThrow().extra())
          .isEqualTo(Map.of("price", 12, "sizes", List.of("S", "M")));
    }
  }

  @Test
  void vectorsLongerThanLucenesLimitAreKept() throws IOException {
    float[][] vectors = new float[300][1280];
    Random random = new Random(7);
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      for (int i = 0; i < vectors.length; i++) {
        for (int d = 0; d < 1280; d++) {
          vectors[i][d] = random.nextFloat();
        }
        index.add(Picture.ofVector("v" + i, vectors[i]));
      }
      index.commit();
      assertThat(index.search(similarTo(vectors[123])).ids()).startsWith("v123");
    }
  }

  @Test
  void euclideanKeepsLengthsThatCosineForgets() throws IOException {
    try (Model model = Model.open(TinyModel.write(folder.resolve("model")));
        VisualIndex index =
            VisualIndex.open(folder.resolve("index"), model, VectorStorage.of(Metric.EUCLIDEAN))) {
      Path dark = Drawing.plain(folder.resolve("dark.png"), 51, 51, 51);
      Path grey = Drawing.plain(folder.resolve("grey.png"), 102, 102, 102);
      Path white = Drawing.plain(folder.resolve("white.png"), 255, 255, 255);
      for (Path each : List.of(dark, grey, white)) {
        index.add(Picture.of(each).id(String.valueOf(each.getFileName())));
      }
      index.commit();
      var hits = index.search(similarToId("dark.png"));
      assertThat(hits.ids()).containsExactly("grey.png", "white.png");
      // 48 numbers, each 0.2 and 0.8 apart.
      assertThat(hits.list().get(0).distance()).isCloseTo(0.2 * Math.sqrt(48), within(1e-5));
      assertThat(hits.list().get(1).distance()).isCloseTo(0.8 * Math.sqrt(48), within(1e-5));
      assertThatThrownBy(() -> hits.list().get(0).score()).hasMessageContaining("distance()");
    }
  }

  @Test
  void aPictureWithoutDirectionIsRefusedByName() throws IOException {
    Path black = Drawing.plain(folder.resolve("black.png"), 0, 0, 0);
    try (VisualIndex index = open()) {
      assertThatThrownBy(() -> index.add(Picture.of(black).id("black")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("black", "all zeros");
    }
  }

  @Test
  void aBrokenPictureIsRefusedByName() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
    try (VisualIndex index = open()) {
      assertThatThrownBy(() -> index.add(Picture.of(broken)))
          .isInstanceOf(ImageDecodingException.class)
          .hasMessageContaining("broken.jpg");
    }
  }

  @Test
  void vectorsOfAnotherModelAreRefusedWithBothNames() throws IOException {
    Path picture = Drawing.plain(folder.resolve("red.png"), 255, 0, 0);
    try (VisualIndex index = open()) {
      index.add(Picture.of(picture));
    }
    Path other = TinyModel.write(folder.resolve("other"));
    Files.writeString(
        other.resolve("preprocessor_config.json"),
        Files.readString(other.resolve("preprocessor_config.json"))
            .replace("\"resample\": 2", "\"resample\": 3"));
    Files.writeString(
        other.resolve("config.json"),
        Files.readString(other.resolve("config.json")).replace("\"tiny\"", "\"rival\""));
    assertThatThrownBy(() -> VisualIndex.open(folder.resolve("index"), Model.open(other)).close())
        .isInstanceOfSatisfying(
            IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_MODEL))
        .hasMessageContainingAll("\"tiny\"", "\"rival\"", "reindex");
    assertThatThrownBy(
            () -> VisualIndex.openReadOnly(folder.resolve("index"), Model.open(other)).close())
        .isInstanceOf(IndexException.class);
  }

  @Test
  void aVectorOfAnotherLengthThanTheIndexHoldsIsRefused() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      index.add(Picture.ofVector("a", new float[] {1, 0}));
      assertThatThrownBy(() -> index.add(Picture.ofVector("b", new float[] {1, 0, 0})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("picture b", "3 dimensions", "have 2");
    }
  }

  @Test
  void aRefusedVectorDoesNotDecideWhatTheIndexHolds() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      assertThatThrownBy(() -> index.add(Picture.ofVector("zero", new float[3])))
          .hasMessageContaining("all zeros");
      index.add(Picture.ofVector("a", new float[] {1, 0}));
      index.commit();
      assertThat(index.space().orElseThrow().dimension()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptedThreadLosesNothing() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      index.add(Picture.ofVector("a", new float[] {1, 0}).keywords("x"));
      Thread.currentThread().interrupt();
      index.refresh();
      assertThat(index.search(keyword("x")).ids()).containsExactly("a");
      index.commit();
      index.add(Picture.ofVector("b", new float[] {1, 0}).keywords("x"));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    try (VisualIndex index = VisualIndex.openReadOnly(folder.resolve("index"), null)) {
      assertThat(index.search(keyword("x")).ids()).containsExactly("a", "b");
    }
  }

  @Test
  void aPictureNeedsAModel() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      assertThatThrownBy(() -> index.add(Picture.of(Path.of("a.jpg"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("without a model");
    }
  }

  @Test
  void valuesThatCannotBeKeptAreRefused() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      Picture picture = Picture.ofVector("a", new float[] {1, 0});
      assertThatThrownBy(() -> index.add(picture.id(" "))).hasMessageContaining("blank");
      assertThatThrownBy(() -> index.add(picture.id("x".repeat(20_000))))
          .hasMessageContaining("20000");
      assertThatThrownBy(() -> index.add(picture.keywords(" "))).hasMessageContaining("blank");
      assertThatThrownBy(() -> index.add(picture.keywords("x".repeat(300))))
          .hasMessageContainingAll("300", "caption");
      assertThatThrownBy(() -> index.add(picture.extra("o", new Object())))
          .hasMessageContaining("extra field \"o\"");
    }
  }

  private VisualIndex open() throws IOException {
    return VisualIndex.open(
        folder.resolve("index"), Model.open(TinyModel.write(folder.resolve("model"))));
  }
}
