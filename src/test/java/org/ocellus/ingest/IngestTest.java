package org.ocellus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

class IngestTest {
  @TempDir Path folder;
  private Path photos;
  private VisualIndex index;

  @BeforeEach
  void index() throws IOException {
    photos = Files.createDirectory(folder.resolve("photos"));
    index =
        VisualIndex.open(
            folder.resolve("index"), Model.open(TinyModel.write(folder.resolve("model"))));
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void everyPictureBelowAFolderIsIndexedUnderItsRelativePath() throws IOException {
    draw("red.png", 250, 0, 0);
    draw("trips/2019/green.png", 0, 250, 0);
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.added()).isEqualTo(2);
    assertThat(report.failures()).isEmpty();
    assertThat(index.search(similarToId("red.png")).ids()).containsExactly("trips/2019/green.png");
    StoredPicture green = index.get("trips/2019/green.png").orElseThrow();
    assertThat(green.folder()).isEqualTo("trips/2019");
    assertThat(green.root()).isEqualTo(photos.toString());
    assertThat(green.source()).isEqualTo(photos.resolve("trips/2019/green.png").toString());
  }

  @Test
  void aBrokenPictureIsALineInTheReportAndTheOthersAreIndexed() throws IOException {
    draw("good.png", 250, 0, 0);
    Files.writeString(photos.resolve("broken.jpg"), "no picture");
    Files.createFile(photos.resolve("empty.png"));
    draw("black.png", 0, 0, 0);
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.failures())
        .extracting(failure -> Path.of(failure.path()).getFileName().toString())
        .containsExactlyInAnyOrder("broken.jpg", "empty.png", "black.png");
    assertThat(report.failures())
        .filteredOn(failure -> failure.path().endsWith("black.png"))
        .extracting(Failure::error)
        .allMatch(error -> error.contains("all zeros"));
  }

  @Test
  void aSecondRunLeavesWhatDidNotChangeAlone() throws IOException {
    draw("red.png", 250, 0, 0);
    run(Ingest.of(photos));
    IngestReport again = run(Ingest.of(photos));
    assertThat(again.unchanged()).isEqualTo(1);
    assertThat(again.embedded()).isZero();
    // Touched, but the same picture.
    Files.setLastModifiedTime(photos.resolve("red.png"), FileTime.fromMillis(1_000_000));
    assertThat(run(Ingest.of(photos)).unchanged()).isEqualTo(1);
    assertThat(index.get("red.png").orElseThrow().modified()).isEqualTo(1_000_000);
  }

  @Test
  void aChangedPictureIsEmbeddedAgainAndKeepsWhatPeopleSaidOfIt() throws IOException {
    draw("a.png", 250, 0, 0);
    draw("blue.png", 0, 0, 250);
    run(Ingest.of(photos));
    index.updateKeywords("a.png", "mine");
    index.updateCaption("a.png", "my picture");
    index.commit();
    draw("a.png", 0, 0, 240);
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.updated()).isEqualTo(1);
    assertThat(index.search(similarToId("blue.png")).list().get(0).score()).isGreaterThan(0.99);
    assertThat(index.search(keyword("mine")).ids()).containsExactly("a.png");
    assertThat(index.get("a.png").orElseThrow().caption()).isEqualTo("my picture");
  }

  @Test
  void aTextFileBesideAPictureIsItsCaption() throws IOException {
    draw("a.png", 250, 0, 0);
    Files.writeString(photos.resolve("a.txt"), " A red tower\n");
    run(Ingest.of(photos));
    assertThat(index.search(text("towers")).ids()).containsExactly("a.png");
    assertThat(index.get("a.png").orElseThrow().captionBy()).isEqualTo(Origin.PERSON);

    Files.writeString(photos.resolve("a.txt"), "A lighthouse");
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.updated()).isEqualTo(1);
    assertThat(index.search(text("lighthouse")).ids()).containsExactly("a.png");
    assertThat(index.search(text("tower")).isEmpty()).isTrue();

    Files.delete(photos.resolve("a.txt"));
    run(Ingest.of(photos));
    assertThat(index.get("a.png").orElseThrow().caption()).isNull();
  }

  @Test
  void hiddenFilesAndFilesThatAreNoPicturesAreLeftOut() throws IOException {
    draw("a.png", 250, 0, 0);
    draw(".thumbnails/a.png", 250, 0, 0);
    draw(".hidden.png", 250, 0, 0);
    Files.writeString(photos.resolve("film.mov"), "");
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.ignored()).isEqualTo(1);
    assertThat(report.failures()).isEmpty();
  }

  @Test
  void aKindThatCannotBeDecodedIsReportedNotPassedOver() throws IOException {
    byte[] heic = new byte[64];
    System.arraycopy("....ftypheic".getBytes("US-ASCII"), 0, heic, 0, 12);
    heic[3] = 24;
    Files.write(photos.resolve("phone.heic"), heic);
    assertThat(run(Ingest.of(photos)).failures())
        .singleElement()
        .extracting(Failure::error)
        .asString()
        .containsIgnoringCase("hei");
  }

  @Test
  void globsChooseAmongFiles() throws IOException {
    draw("a/1.png", 250, 0, 0);
    draw("a/2.png", 0, 250, 0);
    draw("b/1.png", 0, 0, 250);
    assertThat(run(Ingest.of(List.of(photos + "/*/1.png"))).added()).isEqualTo(2);
    assertThat(index.get("b/1.png")).isPresent();
    assertThat(run(Ingest.of(List.of(photos + "/a/2.png"))).added()).isEqualTo(1);
    assertThat(index.get("2.png")).isPresent();
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> run(Ingest.of(photos.resolve("nothing"))))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> Ingest.of(List.of())).hasMessageContaining("name a folder");
  }

  @Test
  void twoFoldersWithEqualNamesDoNotReplaceEachOthersPictures() throws IOException {
    draw("one/a.png", 250, 0, 0);
    draw("two/a.png", 0, 250, 0);
    IngestReport report = run(Ingest.of(photos.resolve("one"), photos.resolve("two")));
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.failures())
        .singleElement()
        .extracting(Failure::error)
        .asString()
        .contains("\"a.png\"", "manifest");
    IngestReport later = run(Ingest.of(photos.resolve("two")));
    assertThat(later.failures())
        .singleElement()
        .extracting(Failure::error)
        .asString()
        .contains("belongs to", "one");
  }

  @Test
  void syncRemovesWhatVanished() throws IOException {
    draw("a.png", 250, 0, 0);
    draw("b.png", 0, 250, 0);
    run(Ingest.of(photos));
    Files.delete(photos.resolve("a.png"));
    assertThat(run(Ingest.of(photos)).removed()).isZero();
    assertThat(index.get("a.png")).isPresent();
    assertThat(run(Ingest.of(photos).sync(true)).removed()).isEqualTo(1);
    assertThat(index.get("a.png")).isEmpty();
    assertThat(index.get("b.png")).isPresent();
  }

  @Test
  void syncRecognisesWhatMovedAndKeepsWhatPeopleSaidOfIt() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    index.updateKeywords("a.png", "mine");
    index.commit();
    Files.createDirectory(photos.resolve("sorted"));
    Files.move(photos.resolve("a.png"), photos.resolve("sorted/b.png"));
    IngestReport report = run(Ingest.of(photos).sync(true));
    assertThat(report.moved()).isEqualTo(1);
    assertThat(report.removed()).isZero();
    assertThat(report.embedded()).isZero();
    assertThat(index.search(keyword("mine")).ids()).containsExactly("sorted/b.png");
    assertThat(index.get("sorted/b.png").orElseThrow().folder()).isEqualTo("sorted");
    assertThat(index.statistics().pictures()).isEqualTo(1);
  }

  @Test
  void syncTouchesOnlyWhatCameFromTheFoldersNamed() throws IOException {
    draw("one/a.png", 250, 0, 0);
    draw("two/b.png", 0, 250, 0);
    run(Ingest.of(photos.resolve("one"), photos.resolve("two")));
    assertThat(run(Ingest.of(photos.resolve("one")).sync(true)).removed()).isZero();
    assertThat(index.statistics().pictures()).isEqualTo(2);
  }

  @Test
  void syncWithAFolderThatHasBecomeEmptyRemovesNothing() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    Files.delete(photos.resolve("a.png"));
    assertThatThrownBy(() -> run(Ingest.of(photos).sync(true))).hasMessageContaining("mounted");
    assertThat(index.get("a.png")).isPresent();
  }

  @Test
  void syncIsRefusedWhereOnlyPartOfAFolderIsLookedAt() throws IOException {
    draw("a.png", 250, 0, 0);
    draw("b.png", 0, 250, 0);
    run(Ingest.of(photos));
    assertThatThrownBy(() -> run(Ingest.of(photos.resolve("a.png")).sync(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole folders");
    assertThatThrownBy(() -> run(Ingest.of(List.of(photos + "/a*")).sync(true)))
        .hasMessageContaining("whole folders");
    assertThat(index.statistics().pictures()).isEqualTo(2);
  }

  @Test
  void aManifestThatNoLongerNamesAPictureRemovesItWithSync() throws IOException {
    draw("a.png", 250, 0, 0);
    draw("b.png", 0, 250, 0);
    Path manifest = folder.resolve("photos/list.jsonl");
    Files.writeString(manifest, "{\"path\":\"a.png\"}\n{\"path\":\"b.png\"}\n");
    run(Ingest.ofManifest(manifest));
    Files.writeString(manifest, "{\"path\":\"b.png\"}\n");
    assertThat(run(Ingest.ofManifest(manifest).sync(true)).removed()).isEqualTo(1);
    assertThat(index.get("a.png")).isEmpty();
    assertThat(index.get("b.png")).isPresent();
  }

  @Test
  void progressCountsEveryPictureOnce() throws IOException {
    for (int i = 1; i <= 40; i++) {
      draw("p" + i + ".png", 5 * i, 100, 0);
    }
    Files.writeString(photos.resolve("broken.jpg"), "no picture");
    List<Progress> seen = new ArrayList<>();
    index.ingest(Ingest.of(photos).workers(3).batch(7), seen::add);
    assertThat(seen).extracting(Progress::done).containsExactlyElementsOf(upTo(41));
    assertThat(seen).allMatch(progress -> progress.total() == 41);
    assertThat(seen.get(40).failures()).isEqualTo(1);
    assertThat(seen.get(40).remaining()).hasValueSatisfying(left -> assertThat(left).isZero());
  }

  @Test
  void aRunThatIsInterruptedCommitsWhatItHasDoneAndTheNextOneCompletesIt() throws IOException {
    for (int i = 1; i <= 60; i++) {
      draw("p" + i + ".png", 4 * i, 100, 0);
    }
    Thread caller = Thread.currentThread();
    IngestReport report =
        index.ingest(
            Ingest.of(photos).workers(2).batch(4),
            progress -> {
              if (progress.done() == 10) {
                caller.interrupt();
              }
            });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.interrupted()).isTrue();
    assertThat(report.added()).isBetween(10L, 59L);
    try (VisualIndex reader = VisualIndex.openReadOnly(folder.resolve("index"), null)) {
      assertThat((long) reader.statistics().pictures()).isEqualTo(report.added());
    }
    IngestReport rest = run(Ingest.of(photos));
    assertThat(rest.added()).isEqualTo(60 - report.added());
    assertThat(rest.unchanged()).isEqualTo(report.added());
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> Ingest.of(photos).workers(0)).hasMessageContaining("workers");
    assertThatThrownBy(() -> Ingest.of(photos).batch(0)).hasMessageContaining("batch");
    assertThatThrownBy(() -> Ingest.of(photos).labelThreshold(0)).hasMessageContaining("label");
  }

  private static List<Long> upTo(long last) {
    return java.util.stream.LongStream.rangeClosed(1, last).boxed().toList();
  }

  private void draw(String name, int r, int g, int b) throws IOException {
    Drawing.plain(photos.resolve(name), r, g, b);
  }

  private IngestReport run(Ingest ingest) throws IOException {
    return index.ingest(ingest, progress -> {});
  }
}
