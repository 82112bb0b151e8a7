package org.ocellus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
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
    // Kept as it was found, or each run would read it again.
    assertThat(index.get("red.png").orElseThrow().folder()).isEmpty();
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
  void whatPeopleSayOfAChangedPictureWhileItIsOnItsWayStays() throws IOException {
    draw("a.png", 250, 0, 0);
    draw("b.png", 0, 250, 0);
    run(Ingest.of(photos));
    draw("a.png", 0, 0, 240);
    // One worker reads a.png and waits for its batch to fill; then it comes to b.png, and says so.
    IngestReport report =
        index.ingest(
            Ingest.of(photos).workers(1),
            progress -> {
              try {
                if (progress.done() == 1) {
                  index.updateKeywords("a.png", "mine");
                  index.updateCaption("a.png", "my picture");
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(report.updated()).isEqualTo(1);
    assertThat(report.unchanged()).isEqualTo(1);
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
  @DisabledOnOs(OS.WINDOWS)
  void aFolderByAnotherWayHasTheSamePictures() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    Path link = Files.createSymbolicLink(folder.resolve("link"), photos);
    IngestReport report = run(Ingest.of(link));
    assertThat(report.failures()).isEmpty();
    assertThat(report.added()).isZero();
    assertThat(index.get("a.png").orElseThrow().root()).isEqualTo(link.toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkToAPictureThatIsNotThereIsALineInTheReport() throws IOException {
    draw("a.png", 250, 0, 0);
    Files.createSymbolicLink(photos.resolve("gone.jpg"), folder.resolve("nowhere.jpg"));
    assertThat(run(Ingest.of(photos)).failures())
        .containsExactly(
            new Failure(
                photos.resolve("gone.jpg").toString(), "links to a file that is not there"));
  }

  @Test
  void aFileBelowTwoRootsIsOnePicture() throws IOException {
    draw("trips/a.png", 250, 0, 0);
    assertThat(run(Ingest.of(photos, photos.resolve("trips"))).added()).isEqualTo(1);
    assertThat(index.get("trips/a.png")).isPresent();
  }

  @Test
  void aModelThatWasMovedIsRememberedWhereItLiesNow() throws IOException {
    index.close();
    Path moved = Files.move(folder.resolve("model"), folder.resolve("moved"));
    index = VisualIndex.open(folder.resolve("index"), Model.open(moved));
    assertThat(index.settings().modelFolder()).isEqualTo(moved.toString());
    index.close();
    index = VisualIndex.open(folder.resolve("index"));
    assertThat(index.settings().modelFolder()).isEqualTo(moved.toString());
  }

  @Test
  void importingDoesNotMakeAnIndexForgetWhereItsModelLies() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    index.exportTo(folder.resolve("export"));
    Path copy = TinyModel.write(folder.resolve("copy"));
    Path other = folder.resolve("other");
    VisualIndex.open(other, Model.open(copy)).close();
    VisualIndex.importFrom(folder.resolve("export"), other, null);
    try (VisualIndex opened = VisualIndex.openReadOnly(other, null)) {
      assertThat(opened.search(similarToId("a.png")).ids()).isEmpty();
      assertThat(opened.settings().modelFolder()).isEqualTo(copy.toString());
    }
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
  void wordsOfAnAddedPictureStayWhenItIsIngestedAndGainWhatASidecarSays() throws IOException {
    draw("a.png", 250, 0, 0);
    index.add(
        Picture.of(photos.resolve("a.png"))
            .id("a.png")
            .keywords("mine")
            .caption("my picture")
            .taken(Instant.ofEpochSecond(7))
            .extra("price", 2));
    index.commit();
    run(Ingest.of(photos));
    StoredPicture plain = index.get("a.png").orElseThrow();
    assertThat(plain.keywords(Origin.PERSON)).containsExactly("mine");
    assertThat(plain.caption()).isEqualTo("my picture");
    assertThat(plain.taken()).isEqualTo(7);
    assertThat(plain.extra()).containsOnlyKeys("price");
    assertThat(plain.root()).isEqualTo(photos.toString());
    assertThat(run(Ingest.of(photos)).unchanged()).isEqualTo(1);

    Files.writeString(photos.resolve("a.txt"), "A sidecar");
    draw("a.png", 0, 250, 0);
    run(Ingest.of(photos));
    StoredPicture told = index.get("a.png").orElseThrow();
    assertThat(told.caption()).isEqualTo("A sidecar");
    assertThat(told.keywords(Origin.PERSON)).containsExactly("mine");
    assertThat(told.taken()).isEqualTo(7);
  }

  @Test
  void keywordsGivenThroughTheApiStayWhenASidecarAppears() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    index.updateKeywords("a.png", "mine");
    index.commit();
    Files.writeString(photos.resolve("a.txt"), "A red tower");
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.updated()).isEqualTo(1);
    assertThat(report.embedded()).isZero();
    assertThat(index.search(keyword("mine")).ids()).containsExactly("a.png");
    assertThat(index.search(text("towers")).ids()).containsExactly("a.png");
  }

  @Test
  void aSidecarThatCannotBeReadTakesNoCaptionAway() throws IOException {
    draw("a.png", 250, 0, 0);
    Path sidecar = Files.writeString(photos.resolve("a.txt"), "A red tower");
    run(Ingest.of(photos));
    Files.write(sidecar, new byte[] {(byte) 0xE9, 't', (byte) 0xE9});
    IngestReport report = run(Ingest.of(photos));
    assertThat(report.unchanged()).isEqualTo(1);
    assertThat(report.failures()).extracting(Failure::path).containsExactly(sidecar.toString());
    assertThat(index.get("a.png").orElseThrow().caption()).isEqualTo("A red tower");
    Files.delete(sidecar);
    run(Ingest.of(photos));
    assertThat(index.get("a.png").orElseThrow().caption()).isNull();
  }

  @Test
  void onlyTheBeginningOfALongSidecarIsReadWhereverItIsCut() throws IOException {
    draw("a.png", 250, 0, 0);
    Files.writeString(photos.resolve("a.txt"), "x" + "\u00e9".repeat(50_000));
    assertThat(run(Ingest.of(photos)).failures()).isEmpty();
    assertThat(index.get("a.png").orElseThrow().caption()).hasSize(10_000);
  }

  @Test
  void syncRefusesARootThatHoldsNothingThoughAnotherDoes() throws IOException {
    draw("one/a.png", 250, 0, 0);
    draw("two/b.png", 0, 250, 0);
    Ingest both = Ingest.of(photos.resolve("one"), photos.resolve("two"));
    run(both);
    Files.delete(photos.resolve("two/b.png"));
    assertThatThrownBy(() -> run(both.sync(true)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(photos.resolve("two").toString())
        .hasMessageContaining("mounted");
    assertThat(index.get("b.png")).isPresent();
  }

  @Test
  void aFolderThatWasRenamedIsKnownUnderItsNewName() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    Path renamed = Files.move(photos, folder.resolve("pictures"));
    assertThat(run(Ingest.of(renamed)).unchanged()).isEqualTo(1);
    StoredPicture a = index.get("a.png").orElseThrow();
    assertThat(a.root()).isEqualTo(renamed.toString());
    assertThat(a.source()).isEqualTo(renamed.resolve("a.png").toString());
  }

  @Test
  void syncFollowsPicturesRenamedOntoEachOthersNames() throws IOException {
    draw("i1.png", 250, 0, 0);
    draw("i2.png", 0, 250, 100);
    draw("x.png", 0, 0, 250);
    draw("y.png", 250, 250, 0);
    run(Ingest.of(photos));
    for (String id : List.of("i1", "i2", "x", "y")) {
      index.updateKeywords(id + ".png", "was " + id);
    }
    index.commit();
    move("i2", "i3");
    move("i1", "i2");
    move("x", "z");
    move("y", "x");
    move("z", "y");
    IngestReport report = run(Ingest.of(photos).sync(true));
    assertThat(report.moved()).isEqualTo(4);
    assertThat(report.embedded()).isZero();
    assertThat(report.removed()).isZero();
    assertThat(index.statistics().pictures()).isEqualTo(4);
    assertThat(index.search(keyword("was i1")).ids()).containsExactly("i2.png");
    assertThat(index.search(keyword("was i2")).ids()).containsExactly("i3.png");
    assertThat(index.search(keyword("was x")).ids()).containsExactly("y.png");
    assertThat(index.search(keyword("was y")).ids()).containsExactly("x.png");
    assertThat(run(Ingest.of(photos).sync(true)).unchanged()).isEqualTo(4);
  }

  @Test
  void aNewPictureUnderAnOldNameDoesNotInheritTheWordsOfTheOneThatMoved() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    index.updateKeywords("a.png", "mine");
    index.commit();
    move("a", "b");
    draw("a.png", 0, 250, 100);
    run(Ingest.of(photos).sync(true));
    assertThat(index.search(keyword("mine")).ids()).containsExactly("b.png");
    assertThat(index.statistics().pictures()).isEqualTo(2);
  }

  @Test
  void aMovedPictureGetsItsNewWordsToo() throws IOException {
    draw("a.png", 250, 0, 0);
    run(Ingest.of(photos));
    index.updateKeywords("a.png", "mine");
    index.commit();
    move("a", "b");
    Files.writeString(photos.resolve("b.txt"), "A red tower");
    assertThat(run(Ingest.of(photos).sync(true)).moved()).isEqualTo(1);
    assertThat(index.search(text("tower")).ids()).containsExactly("b.png");
    assertThat(index.search(keyword("mine")).ids()).containsExactly("b.png");
  }

  @Test
  void aListenersExceptionReachesTheCallerAsItIsAndStopsTheRun() throws IOException {
    for (int i = 1; i <= 60; i++) {
      draw("p" + i + ".png", 4 * i, 100, 0);
    }
    AtomicInteger told = new AtomicInteger();
    IllegalStateException mine = new IllegalStateException("enough");
    assertThatThrownBy(
            () ->
                index.ingest(
                    Ingest.of(photos).workers(2).batch(4),
                    progress -> {
                      told.incrementAndGet();
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(told.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aRunEndsWhenItsIndexIsClosed() throws IOException {
    for (int i = 1; i <= 20; i++) {
      draw("p" + i + ".png", 10 * i, 100, 0);
    }
    try (Model model = Model.open(folder.resolve("model"))) {
      PictureIndex closing =
          PictureIndex.open(folder.resolve("closing"), null, Space.of(model), null);
      assertThatThrownBy(
              () ->
                  IngestRun.run(
                      closing,
                      model,
                      new ImageDecoder(),
                      Ingest.of(photos).workers(1).batch(1),
                      progress -> {
                        try {
                          closing.close();
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }))
          .isInstanceOf(AlreadyClosedException.class);
    }
  }

  @Test
  void aGlobThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> run(Ingest.of(List.of(photos + "/[a.png"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a.png");
  }

  private void move(String from, String to) throws IOException {
    Files.move(photos.resolve(from + ".png"), photos.resolve(to + ".png"));
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
