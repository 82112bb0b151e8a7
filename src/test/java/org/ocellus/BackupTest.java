package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.BackupReport;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.Reindex;
import org.ocellus.model.Model;

class BackupTest {
  @TempDir Path folder;

  private static void add(VisualIndex index, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      index.add(Picture.ofVector("p" + i, new float[] {1, i}).keywords("x"));
    }
  }

  private static int pictures(Path index) throws IOException {
    try (VisualIndex opened = VisualIndex.open(index)) {
      opened.search(similarToId("p0"));
      return opened.search(keyword("x").limit(10_000)).ids().size();
    }
  }

  @Test
  void aBackupIsAnIndexOfTheLastCommit() throws IOException {
    Path copy = folder.resolve("copy");
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 10);
      index.commit();
      add(index, 10, 20);
      BackupReport report = index.backup(copy);
      assertThat(report.copied()).isPositive();
      assertThat(report.kept()).isZero();
    }
    assertThat(pictures(copy)).isEqualTo(10);
  }

  @Test
  void aBackupIsRepeatedAlsoWithAModelThatSaysWhatItsScoresAreWorth() throws IOException {
    Path copy = folder.resolve("copy");
    Path picture = Drawing.plain(folder.resolve("red.png"), 200, 0, 0);
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"), Model.bundled(1))) {
      index.add(Picture.of(picture));
      index.commit();
      index.backup(copy);
      assertThat(copy.resolve("calibration.json")).exists();
      assertThat(index.backup(copy).copied()).isZero();
    }
  }

  @Test
  void aSecondBackupCopiesOnlyWhatIsNewAndDropsWhatIsNoLongerNeeded() throws IOException {
    Path copy = folder.resolve("copy");
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 100);
      index.commit();
      index.backup(copy);
      assertThat(index.backup(copy).copied()).isZero();
      add(index, 100, 110);
      index.commit();
      BackupReport report = index.backup(copy);
      assertThat(report.kept()).isPositive();
      assertThat(report.copied()).isPositive();
      index.optimize();
      index.backup(copy);
      try (VisualIndex reader = VisualIndex.openReadOnly(copy, null)) {
        assertThat(reader.statistics().bytes()).isLessThan(2 * index.statistics().bytes());
        assertThat(reader.statistics().segments()).isEqualTo(1);
      }
    }
    assertThat(pictures(copy)).isEqualTo(110);
  }

  @Test
  void aReaderMakesBackupsWhileAnotherWritesAndEachIsWhole() throws Exception {
    Path path = folder.resolve("index");
    AtomicBoolean end = new AtomicBoolean();
    try (VisualIndex index = VisualIndex.open(path);
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      add(index, 0, 10);
      index.commit();
      Future<?> writing =
          executor.submit(
              () -> {
                for (int i = 10; !end.get(); i += 10) {
                  add(index, i, i + 10);
                  index.commit();
                }
                return null;
              });
      try (VisualIndex reader = VisualIndex.openReadOnly(path, null)) {
        int before = 0;
        for (int i = 0; i < 10; i++) {
          reader.backup(folder.resolve("copy"));
          int now = pictures(Files.createDirectories(folder.resolve("copy")));
          assertThat(now).isGreaterThanOrEqualTo(before).isPositive();
          assertThat(now % 10).isZero();
          before = now;
        }
      } finally {
        end.set(true);
        writing.get();
      }
    }
  }

  @Test
  void aBackupFollowsAReindex() throws IOException {
    Path copy = folder.resolve("copy");
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 10);
      index.commit();
      index.backup(copy);
      index.reindex(
          Reindex.as(VectorStorage.DEFAULT.quantized(Quantization.BITS_8)), progress -> {});
      index.backup(copy);
    }
    assertThat(copy.resolve("gen-000001")).doesNotExist();
    try (VisualIndex opened = VisualIndex.openReadOnly(copy, null)) {
      assertThat(opened.settings().quantization()).isEqualTo(Quantization.BITS_8);
    }
    assertThat(pictures(copy)).isEqualTo(10);
  }

  @Test
  void aBackupWithoutItsLastFilesIsNoIndex() throws IOException {
    Path copy = folder.resolve("copy");
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 10);
      index.commit();
      index.backup(copy);
      // As an interrupt leaves it: the files of the data, then the settings, CURRENT last.
      Files.delete(copy.resolve("CURRENT"));
      assertThatThrownBy(() -> VisualIndex.open(copy).close()).isInstanceOf(IndexException.class);
      assertThatThrownBy(() -> VisualIndex.openReadOnly(copy, null).close())
          .isInstanceOf(IndexException.class);
      index.backup(copy);
    }
    assertThat(pictures(copy)).isEqualTo(10);
  }

  @Test
  void anotherIndexIsKeptThoughItsFilesAreCalledOtherwise() throws IOException {
    Path other = folder.resolve("other");
    try (VisualIndex index = VisualIndex.open(other)) {
      add(index, 0, 5);
    }
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 10);
      index.commit();
      index.reindex(
          Reindex.as(VectorStorage.DEFAULT.quantized(Quantization.BITS_8)), progress -> {});
      assertThatThrownBy(() -> index.backup(other))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("it is another index", "name another folder");
    }
    assertThat(pictures(other)).isEqualTo(5);
  }

  @Test
  void aBackupThatWasOpenedAndChangedIsKept() throws IOException {
    Path copy = folder.resolve("copy");
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 10);
      index.commit();
      index.backup(copy);
      try (VisualIndex opened = VisualIndex.open(copy)) {
        add(opened, 10, 11);
      }
      for (int i = 20; i < 25; i++) {
        add(index, i, i + 1);
        index.commit();
      }
      index.optimize();
      assertThatThrownBy(() -> index.backup(copy))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("it was changed since it was made");
      index.reindex(
          Reindex.as(VectorStorage.DEFAULT.quantized(Quantization.BITS_8)), progress -> {});
      assertThatThrownBy(() -> index.backup(copy))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("it was changed since it was made");
    }
    assertThat(pictures(copy)).isEqualTo(11);
  }

  @Test
  void anotherIndexOrAFolderOfFilesIsNotOverwritten() throws IOException {
    Path other = folder.resolve("other");
    try (VisualIndex index = VisualIndex.open(other)) {
      add(index, 0, 5);
    }
    Path photos = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(photos.resolve("a.jpg"), "");
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      add(index, 0, 10);
      index.commit();
      assertThatThrownBy(() -> index.backup(other))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("no backup of", "another folder");
      assertThatThrownBy(() -> index.backup(photos))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("a.jpg");
      assertThatThrownBy(() -> index.backup(folder.resolve("index")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its own backup");
    }
    assertThat(pictures(other)).isEqualTo(5);
  }
}
