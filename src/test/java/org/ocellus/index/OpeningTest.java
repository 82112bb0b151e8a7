package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Metric;

class OpeningTest {
  private static final VectorStorage COSINE = VectorStorage.of(Metric.COSINE);

  @TempDir Path folder;

  @Test
  void aNewIndexIsEmptyAndOpensAgain() throws IOException {
    Path index = folder.resolve("a/b/index");
    VisualIndex.open(index).close();
    try (VisualIndex again = VisualIndex.openReadOnly(index, null)) {
      assertThat(again.statistics().pictures()).isZero();
      assertThat(again.search(keyword("x")).isEmpty()).isTrue();
      assertThat(again.space()).isEmpty();
    }
  }

  @Test
  void aFolderOfSomebodysFilesIsNotMadeAnIndex() throws IOException {
    Files.writeString(folder.resolve("holiday.jpg"), "");
    assertRefused(Reason.NOT_AN_INDEX, folder, "not empty", "holiday.jpg", "new folder");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(Reason.NOT_AN_INDEX, file, "is a file");
  }

  @Test
  void nothingIsReadWhereThereIsNoIndex() {
    assertThatThrownBy(() -> VisualIndex.openReadOnly(folder.resolve("none"), null).close())
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("no index at", "none");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void anIndexOfAnotherFormatIsRefusedWithBothVersions() throws IOException {
    Path index = folder.resolve("index");
    VisualIndex.open(index).close();
    Path settings = index.resolve("ocellus.json");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("\"format\" : " + IndexSettings.FORMAT, "\"format\" : 9"));
    assertRefused(Reason.OTHER_VERSION, index, "format 9", "format " + IndexSettings.FORMAT);
  }

  @Test
  void damagedSettingsAreNamed() throws IOException {
    Path index = folder.resolve("index");
    VisualIndex.open(index).close();
    Files.writeString(index.resolve("ocellus.json"), "{");
    assertRefused(Reason.NOT_AN_INDEX, index, "ocellus.json is damaged");
    VisualIndex.open(folder.resolve("other")).close();
    Files.delete(folder.resolve("other/CURRENT"));
    assertRefused(Reason.NOT_AN_INDEX, folder.resolve("other"), "lost its file CURRENT");
  }

  @Test
  void lostSegmentsAreNamedAndNothingElseIsRemoved() throws IOException {
    Path index = folder.resolve("index");
    try (VisualIndex filled = VisualIndex.open(index)) {
      filled.add(Picture.ofVector("a", new float[] {1, 0}));
    }
    Path generation = index.resolve("gen-000001");
    List<Path> lists;
    try (Stream<Path> files = Files.list(generation)) {
      lists = files.filter(f -> f.getFileName().toString().startsWith("segments")).toList();
    }
    for (Path list : lists) {
      Files.delete(list);
    }
    assertRefused(Reason.DAMAGED, index, "is damaged", "backup");
    try (Stream<Path> files = Files.list(generation)) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("_"))).isNotEmpty();
    }
  }

  @Test
  void anIndexHalfCreatedByACrashIsCreatedAgain() throws IOException {
    Path index = folder.resolve("index");
    VisualIndex.open(index).close();
    Files.delete(index.resolve("ocellus.json"));
    VisualIndex.open(index).close();
    assertThat(index.resolve("ocellus.json")).exists();
  }

  @Test
  void vectorsKeptOtherwiseThanAskedForAreRefused() throws IOException {
    Path index = folder.resolve("index");
    VectorStorage kept = VectorStorage.of(Metric.COSINE).quantized(Quantization.BITS_4);
    PictureIndex.open(index, kept, null, null).close();
    for (VectorStorage wish :
        List.of(VectorStorage.of(Metric.EUCLIDEAN).quantized(Quantization.BITS_4), COSINE)) {
      assertThatThrownBy(() -> PictureIndex.open(index, wish, null, null).close())
          .isInstanceOfSatisfying(
              IndexException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_STORAGE))
          .hasMessageContainingAll("cosine in 4 bits", wish.toString(), "reindex");
    }
    for (VectorStorage wish : new VectorStorage[] {kept, null}) {
      try (PictureIndex again = PictureIndex.open(index, wish, null, null)) {
        assertThat(again.settings().vectors()).isEqualTo(kept);
      }
    }
  }

  @Test
  void settingsThatSayNothingOfQuantizationMeanFloats() throws IOException {
    Path index = folder.resolve("index");
    VisualIndex.open(index).close();
    Files.writeString(
        index.resolve("ocellus.json"),
        "{\"format\":" + IndexSettings.FORMAT + ",\"metrics\":[\"COSINE\"]}");
    try (PictureIndex old = PictureIndex.open(index, COSINE, null, null)) {
      assertThat(old.settings().vectors()).isEqualTo(COSINE);
    }
  }

  @Test
  void aSecondWriterInThisProcessIsRefusedWhileReadersGoOn() throws IOException {
    Path path = folder.resolve("index");
    try (VisualIndex index = VisualIndex.open(path)) {
      index.add(Picture.ofVector("a", new float[] {1, 0}).keywords("x"));
      index.commit();
      assertRefused(Reason.LOCKED, path, "being written to", "read-only");
      try (VisualIndex reader = VisualIndex.openReadOnly(path, null)) {
        assertThat(reader.search(keyword("x")).ids()).containsExactly("a");
        index.add(Picture.ofVector("b", new float[] {1, 0}).keywords("x"));
        index.commit();
        reader.refresh();
        assertThat(reader.search(keyword("x")).ids()).containsExactly("a", "b");
      }
    }
  }

  @Test
  void aReadOnlyIndexRefusesChanges() throws IOException {
    VisualIndex.open(folder.resolve("index")).close();
    try (VisualIndex index = VisualIndex.openReadOnly(folder.resolve("index"), null)) {
      assertThatThrownBy(() -> index.delete("a"))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void theFingerprintIsKeptInTheFieldAndSurvivesMerges() throws IOException {
    Path path = folder.resolve("index");
    for (int i = 0; i < 3; i++) {
      try (VisualIndex index = VisualIndex.open(path)) {
        index.add(Picture.ofVector("v" + i, new float[] {1, i}));
      }
    }
    // Plain Lucene merges the three segments.
    try (FSDirectory directory = FSDirectory.open(path.resolve("gen-000001"));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.forceMerge(1);
    }
    try (FSDirectory directory = FSDirectory.open(path.resolve("gen-000001"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSize(1);
      LeafReader leaf = reader.leaves().get(0).reader();
      assertThat(leaf.getFieldInfos().fieldInfo("embedding").getAttribute("ocellus.fingerprint"))
          .isEqualTo("vectors/2");
    }
    try (VisualIndex index = VisualIndex.openReadOnly(path, null)) {
      assertThat(index.space()).contains(Space.ofOwnVectors(2));
    }
  }

  private static void assertRefused(Reason reason, Path path, String... parts) {
    assertThatThrownBy(() -> VisualIndex.open(path).close())
        .isInstanceOfSatisfying(IndexException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContainingAll(parts);
  }
}
