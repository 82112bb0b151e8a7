package org.ocellus.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.VerifyReport.Finding;
import org.ocellus.ingest.Ingest;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

class VerifyTest {
  @TempDir Path folder;

  private Path indexed() throws IOException {
    Path photos = folder.resolve("photos");
    Drawing.plain(photos.resolve("red.png"), 250, 10, 10);
    Drawing.plain(photos.resolve("green.png"), 10, 250, 10);
    Drawing.plain(photos.resolve("blue.png"), 10, 10, 250);
    Path path = folder.resolve("index");
    Model model = Model.open(TinyModel.write(folder.resolve("tiny")));
    VectorStorage both = VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN);
    try (VisualIndex index = VisualIndex.open(path, model, both)) {
      index.ingest(Ingest.of(photos), progress -> {});
    }
    return path;
  }

  private static VerifyReport verify(Path path, SourceCheck sources) throws IOException {
    return VisualIndex.verify(path, sources);
  }

  @Test
  void nothingIsWrongWithAGoodIndexAlsoBesideItsWriter() throws IOException {
    Path path = indexed();
    try (VisualIndex writer = VisualIndex.open(path)) {
      writer.updateKeywords("red.png", "warm");
      VerifyReport report = verify(path, SourceCheck.CONTENT);
      assertThat(report.findings()).isEmpty();
      assertThat(report.pictures()).isEqualTo(3);
      assertThat(report.sources()).isEqualTo(3);
      assertThat(report.withoutVector()).isZero();
    }
  }

  @Test
  void sourcesThatAreGoneOrChangedAreNamed() throws IOException {
    Path path = indexed();
    Path photos = folder.resolve("photos");
    Files.delete(photos.resolve("red.png"));
    // Another content of the same length and time, which only reading it tells.
    Path green = photos.resolve("green.png");
    FileTime time = Files.getLastModifiedTime(green);
    byte[] bytes = Files.readAllBytes(green);
    bytes[bytes.length / 2]++;
    Files.write(green, bytes);
    Files.setLastModifiedTime(green, time);
    // Touched, but the same.
    Files.setLastModifiedTime(photos.resolve("blue.png"), FileTime.fromMillis(1_000_000));

    assertThat(verify(path, SourceCheck.NONE).findings()).isEmpty();
    assertThat(verify(path, SourceCheck.ATTRIBUTES).findings())
        .extracting(Finding::where)
        .containsExactlyInAnyOrder(
            photos.resolve("red.png").toString(), photos.resolve("blue.png").toString());
    assertThat(verify(path, SourceCheck.CONTENT).findings())
        .containsExactlyInAnyOrder(
            new Finding(photos.resolve("red.png").toString(), "no such file"),
            new Finding(green.toString(), "has another content than when it was indexed"));
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    Path path = indexed();
    Path file;
    try (Stream<Path> files = Files.list(path.resolve("gen-000001"))) {
      file = files.filter(f -> f.toString().endsWith(".cfs")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThat(verify(path, SourceCheck.NONE).findings())
        .anyMatch(finding -> finding.where().startsWith("segment _"));
  }

  @Test
  void whatWasWrittenPastOurChecksIsFound() throws IOException {
    Path path = indexed();
    float[] two = new float[48];
    two[0] = 2;
    Map<VectorField, float[]> vectors = Map.of(VectorField.EMBEDDING, two);
    try (FSDirectory directory = FSDirectory.open(path.resolve("gen-000001"));
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig(PictureFields.analyzer()).setCodec(VectorFormat.codec()))) {
      writer.addDocument(
          PictureFields.stamped(
              StoredPicture.of("red.png"), vectors, new Spaces(Space.ofOwnVectors(48), null), 0));
      Document foreign = new Document();
      foreign.add(new StringField("id", "foreign", Field.Store.NO));
      writer.addDocument(foreign);
    }

    VerifyReport report = verify(path, SourceCheck.NONE);

    assertThat(report.pictures()).isEqualTo(5);
    assertThat(report.findings())
        .contains(
            new Finding("red.png", "is there more than once"),
            new Finding("red.png", "has no vector for euclidean"),
            new Finding("red.png", "its vector for cosine has the length 2.0, not 1"))
        .anyMatch(finding -> finding.problem().startsWith("cannot be read"))
        .anyMatch(
            finding ->
                finding.problem().contains("vectors of your own")
                    && finding.problem().contains("\"tiny\""));
  }
}
