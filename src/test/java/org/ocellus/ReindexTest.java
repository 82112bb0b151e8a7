package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarTo;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.index.Picture;
import org.ocellus.index.Quantization;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.Failure;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.Progress;
import org.ocellus.ingest.Reindex;
import org.ocellus.ingest.ReindexReport;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

class ReindexTest {
  private static final VectorStorage BOTH = VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN);

  @TempDir Path folder;
  private Path photos;
  private Path path;
  private Path tiny;
  private Path other;

  @BeforeEach
  void threePictures() throws IOException {
    photos = folder.resolve("photos");
    path = folder.resolve("index");
    tiny = TinyModel.write(folder.resolve("tiny"));
    other = TinyModel.writeOther(folder.resolve("other"));
    Drawing.plain(photos.resolve("red.png"), 250, 10, 10);
    Drawing.plain(photos.resolve("green.png"), 10, 250, 10);
    Drawing.plain(photos.resolve("blue.png"), 10, 10, 250);
  }

  private static void ignore(Progress progress) {}

  private VisualIndex indexed(VectorStorage vectors) throws IOException {
    VisualIndex index = VisualIndex.open(path, Model.open(tiny), vectors);
    assertThat(index.ingest(Ingest.of(photos), ReindexTest::ignore).failures()).isEmpty();
    return index;
  }

  private Reindex withOther() throws IOException {
    return Reindex.with(Model.open(other));
  }

  private void assertOneGeneration(String name) {
    assertThat(path.toFile().list((dir, file) -> file.startsWith("gen-"))).containsExactly(name);
  }

  @Test
  void anotherModelTakesThePlaceAndWhatPeopleSaidStays() throws IOException {
    try (VisualIndex index = indexed(VectorStorage.DEFAULT)) {
      index.update("red.png", p -> p.withKeywords(List.of("warm")));
      index.updateCaption("blue.png", "The sea");
      StoredPicture before = index.get("green.png").orElseThrow();
      ReindexReport report = index.reindex(withOther(), ReindexTest::ignore);

      assertThat(report.embedded()).isEqualTo(3);
      assertThat(report.failures()).isEmpty();
      assertThat(report.interrupted()).isFalse();
      assertThat(index.space().orElseThrow().model()).isEqualTo("other");
      assertThat(index.settings().model()).isEqualTo("other");
      assertThat(index.search(keyword("warm")).ids()).containsExactly("red.png");
      assertThat(index.get("blue.png").orElseThrow().caption()).isEqualTo("The sea");
      // All but the labels, which are the new model's.
      StoredPicture after = index.get("green.png").orElseThrow();
      assertThat(after.labels()).hasSize(1).isNotEqualTo(before.labels());
      assertThat(after.toBuilder().labels(before.labels()).build()).isEqualTo(before);
      // Pictures are embedded by the new model from now on.
      assertThat(index.search(similarTo(photos.resolve("red.png"))).list().get(0).score())
          .isCloseTo(1, within(1e-6));
      index.add(Picture.of(photos.resolve("red.png")).id("again"));
      index.commit();
      assertThat(index.search(similarToId("again")).ids()).startsWith("red.png");
    }
    assertOneGeneration("gen-000002");
    assertThatThrownBy(() -> VisualIndex.open(path, Model.open(tiny)).close())
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("\"other\"", "\"tiny\"", "reindex");
    VisualIndex.open(path, Model.open(other)).close();
  }

  @Test
  void anotherQuantizationTakesTheVectorsOverBitByBit() throws IOException {
    try (VisualIndex index = indexed(BOTH)) {
      VectorStorage wanted = BOTH.quantized(Quantization.BITS_4);
      ReindexReport report = index.reindex(Reindex.as(wanted), ReindexTest::ignore);
      assertThat(report.takenOver()).isEqualTo(3);
      assertThat(report.embedded()).isZero();
      assertThat(index.settings().vectors()).isEqualTo(wanted);
      assertThat(index.search(similarTo(photos.resolve("red.png"))).list().get(0).score())
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void cosineComesFromRawVectorsWithoutAModelAndRawOnesNeedIt() throws IOException {
    indexed(VectorStorage.of(Metric.EUCLIDEAN)).close();
    try (VisualIndex index = VisualIndex.open(path)) {
      assertThat(index.reindex(Reindex.as(VectorStorage.DEFAULT), ReindexTest::ignore).takenOver())
          .isEqualTo(3);
      assertThat(index.search(similarToId("red.png")).ids()).hasSize(2);
      assertThatThrownBy(() -> index.reindex(Reindex.as(BOTH), ReindexTest::ignore))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("cosine", "euclidean", "model");
    }
    try (VisualIndex index = VisualIndex.open(path, Model.open(tiny))) {
      ReindexReport report = index.reindex(Reindex.as(BOTH), ReindexTest::ignore);
      assertThat(report.embedded()).isEqualTo(3);
      assertThat(index.search(similarToId("red.png").by(Metric.EUCLIDEAN)).ids()).hasSize(2);
    }
    assertOneGeneration("gen-000003");
  }

  @Test
  void whatIsAlreadySoIsLeft() throws IOException {
    try (VisualIndex index = indexed(VectorStorage.DEFAULT)) {
      Reindex same = Reindex.as(VectorStorage.DEFAULT);
      assertThat(index.reindex(same, ReindexTest::ignore).takenOver()).isZero();
    }
    assertOneGeneration("gen-000001");
  }

  @Test
  void aPictureWithoutItsFileKeepsItsWordsIsReportedAndGetsItsVectorWhenItIsBack()
      throws IOException {
    try (VisualIndex index = indexed(VectorStorage.DEFAULT)) {
      index.update("red.png", p -> p.withKeywords(List.of("warm")));
      index.add(
          Picture.of(Files.readAllBytes(photos.resolve("blue.png"))).id("memory").keywords("m"));
      byte[] red = Files.readAllBytes(photos.resolve("red.png"));
      Files.delete(photos.resolve("red.png"));
      Files.writeString(photos.resolve("green.png"), "broken");

      ReindexReport report = index.reindex(withOther(), ReindexTest::ignore);

      assertThat(report.embedded()).isEqualTo(1);
      assertThat(report.failures())
          .extracting(Failure::path)
          .containsExactlyInAnyOrder(
              photos.resolve("red.png").toString(),
              photos.resolve("green.png").toString(),
              "memory");
      assertThat(report.failures())
          .extracting(Failure::error)
          .anyMatch(error -> error.equals("no such file"))
          .anyMatch(error -> error.contains("added from memory"));
      assertThat(index.search(keyword("warm")).ids()).containsExactly("red.png");
      assertThat(index.search(keyword("m")).ids()).containsExactly("memory");
      assertThat(index.search(similarToId("blue.png")).ids()).isEmpty();

      Files.write(photos.resolve("red.png"), red);
      Files.delete(photos.resolve("green.png"));
      index.ingest(Ingest.of(photos), ReindexTest::ignore);
      assertThat(index.search(similarToId("blue.png")).ids()).containsExactly("red.png");
      assertThat(index.search(keyword("warm")).ids()).containsExactly("red.png");
    }
  }

  @Test
  void aFolderThatIsGoneAltogetherCostsNoVectors() throws IOException {
    try (VisualIndex index = indexed(VectorStorage.DEFAULT)) {
      Path away = Files.move(photos, folder.resolve("away"));
      try (Model model = Model.open(other)) {
        assertThatThrownBy(() -> index.reindex(Reindex.with(model), ReindexTest::ignore))
            .isInstanceOfSatisfying(
                IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SOURCES))
            .hasMessageContaining("mount");
      }
      assertThat(index.search(similarToId("red.png")).ids()).hasSize(2);
      assertThat(index.space().orElseThrow().model()).isEqualTo("tiny");
      Files.move(away, photos);
      assertThat(index.reindex(withOther(), ReindexTest::ignore).embedded()).isEqualTo(3);
    }
  }

  @Test
  void vectorsOfOnesOwnAreNotLostToAModel() throws IOException {
    try (VisualIndex index = VisualIndex.open(path)) {
      index.add(Picture.ofVector("a", new float[] {1, 0}));
      try (Model model = Model.open(other)) {
        assertThatThrownBy(() -> index.reindex(Reindex.with(model), ReindexTest::ignore))
            .isInstanceOf(IndexException.class)
            .hasMessageContaining("lose their vectors");
      }
      ReindexReport report =
          index.reindex(
              Reindex.as(VectorStorage.DEFAULT.quantized(Quantization.BITS_8)),
              ReindexTest::ignore);
      assertThat(report.takenOver()).isEqualTo(1);
    }
  }

  @Test
  void whatIsWrittenMeanwhileIsInTheNewGeneration() throws IOException {
    try (VisualIndex index = indexed(VectorStorage.DEFAULT)) {
      AtomicBoolean written = new AtomicBoolean();
      ReindexReport report =
          index.reindex(
              withOther().workers(1).batch(1),
              progress -> {
                if (written.compareAndSet(false, true)) {
                  write(index);
                }
              });
      assertThat(report.interrupted()).isFalse();
      assertThat(index.search(keyword("new")).ids()).containsExactly("yellow");
      assertThat(index.search(keyword("warm")).ids()).containsExactly("red.png");
      assertThat(index.get("blue.png")).isEmpty();
      assertThat(index.statistics().pictures()).isEqualTo(3);
      assertThat(index.search(similarToId("yellow")).ids())
          .containsExactlyInAnyOrder("red.png", "green.png");
    }
  }

  private void write(VisualIndex index) {
    try {
      Path yellow = Drawing.plain(folder.resolve("yellow.png"), 250, 250, 10);
      index.add(Picture.of(yellow).id("yellow").keywords("new"));
      index.updateKeywords("red.png", "warm");
      index.delete("blue.png");
      // Searches go on, too.
      index.refresh();
      assertThat(index.search(similarTo(yellow)).ids()).startsWith("yellow");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterruptedRunIsGoneOnWithAndHalfAGenerationIsNeverLive() throws IOException {
    VisualIndex index = indexed(VectorStorage.DEFAULT);
    try (index;
        Model model = Model.open(other)) {
      Thread caller = Thread.currentThread();
      ReindexReport report =
          index.reindex(
              Reindex.with(model).workers(1).batch(1), progress -> interruptAndLetNotice(caller));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(report.interrupted()).isTrue();
      assertThat(report.embedded()).isBetween(1L, 2L);
      assertThat(index.space().orElseThrow().model()).isEqualTo("tiny");
      assertThat(index.search(similarToId("red.png")).ids()).hasSize(2);
    }
    try (VisualIndex again = VisualIndex.open(path, Model.open(tiny))) {
      assertThat(again.statistics().pictures()).isEqualTo(3);
      ReindexReport rest = again.reindex(withOther(), ReindexTest::ignore);
      assertThat(rest.interrupted()).isFalse();
      assertThat(rest.embedded()).isBetween(1L, 2L);
      assertThat(again.search(similarToId("red.png")).ids()).hasSize(2);
    }
    assertOneGeneration("gen-000002");
  }

  /** Otherwise a worker could be done before its caller looks up. */
  private static void interruptAndLetNotice(Thread caller) {
    caller.interrupt();
    while (caller.isInterrupted() && caller != Thread.currentThread()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void readersGoOnWithTheNewGenerationOrAreToldOfTheOtherModel() throws IOException {
    try (VisualIndex index = indexed(VectorStorage.DEFAULT);
        VisualIndex reader = VisualIndex.openReadOnly(path, null);
        VisualIndex embedding = VisualIndex.openReadOnly(path, Model.open(tiny))) {
      index.updateKeywords("red.png", "warm");
      index.reindex(withOther(), ReindexTest::ignore);

      assertThat(reader.search(keyword("warm")).ids()).isEmpty();
      reader.refresh();
      assertThat(reader.search(keyword("warm")).ids()).containsExactly("red.png");
      assertThat(reader.settings().model()).isEqualTo("other");

      assertThatThrownBy(embedding::refresh)
          .isInstanceOfSatisfying(
              IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_MODEL))
          .hasMessageContainingAll("\"other\"", "\"tiny\"");
      // It goes on with what it has.
      assertThat(embedding.search(similarTo(photos.resolve("red.png"))).ids()).hasSize(3);

      index.updateKeywords("blue.png", "cold");
      index.commit();
      reader.refresh();
      assertThat(reader.search(keyword("cold")).ids()).containsExactly("blue.png");
    }
  }

  @Test
  void aReadOnlyIndexIsNotBuiltAnew() throws IOException {
    indexed(VectorStorage.DEFAULT).close();
    try (VisualIndex reader = VisualIndex.openReadOnly(path, null)) {
      Reindex quantized = Reindex.as(new VectorStorage(Set.of(Metric.COSINE), Quantization.BITS_1));
      assertThatThrownBy(() -> reader.reindex(quantized, ReindexTest::ignore))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("read-only");
    }
  }
}
