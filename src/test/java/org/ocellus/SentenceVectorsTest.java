package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageFormat;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;
import org.ocellus.index.IndexException;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.SourceCheck;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.VectorField;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.Reindex;
import org.ocellus.ingest.ReindexReport;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;
import org.ocellus.model.TinyCaptioner;
import org.ocellus.model.TinyModel;
import org.ocellus.model.TinyText;

/** What an index keeps in the space of its model's sentences. */
class SentenceVectorsTest {
  @TempDir Path folder;

  @Test
  void picturesAndCaptionsGetTheirPlaceAmongTheSentences() throws IOException {
    write("red.png", 255, 0, 0);
    write("sea.png", 0, 51, 255);
    Files.writeString(folder.resolve("pictures/sea.txt"), "blue green");
    try (VisualIndex index = open(reading())) {
      index.ingest(Ingest.of(folder.resolve("pictures")), progress -> {});
    }
    float root = (float) Math.sqrt(0.5);
    assertVector("red.png", VectorField.TEXT_EMBEDDING, 1, 0, 0);
    assertThat(vector("red.png", VectorField.CAPTION_EMBEDDING)).isNull();
    float length = (float) Math.sqrt(104);
    assertVector("sea.png", VectorField.TEXT_EMBEDDING, 0, 2 / length, 10 / length);
    assertVector("sea.png", VectorField.CAPTION_EMBEDDING, 0, root, root);
  }

  @Test
  void aModelsOwnCaptionHasNoVectorBesideThePicturesUntilAPersonSaysTheSame() throws IOException {
    write("red.png", 255, 0, 0);
    try (VisualIndex index = open(reading());
        ImageCaptioner captioner =
            ImageCaptioner.open(TinyCaptioner.write(folder.resolve("captioner")), 1)) {
      index.ingest(Ingest.of(folder.resolve("pictures")).captioner(captioner), progress -> {});
      assertThat(index.get("red.png").orElseThrow().caption()).isEqualTo("a dog");
      assertThat(index.reindex(Reindex.with(reading()), progress -> {}).takenOver()).isZero();
    }
    assertThat(vector("red.png", VectorField.TEXT_EMBEDDING)).isNotNull();
    assertThat(vector("red.png", VectorField.CAPTION_EMBEDDING)).isNull();
    try (VisualIndex index = open(reading())) {
      index.updateCaption("red.png", "a dog");
    }
    assertThat(vector("red.png", VectorField.CAPTION_EMBEDDING)).isNotNull();
  }

  @Test
  void aModelThatReadsNothingLeavesThemOut() throws IOException {
    try (VisualIndex index = open(silent())) {
      index.add(picture("a", 255, 0, 0).caption("red"));
      assertThat(index.textSpace()).isEmpty();
    }
    assertThat(vector("a", VectorField.TEXT_EMBEDDING)).isNull();
    assertThat(vector("a", VectorField.CAPTION_EMBEDDING)).isNull();
  }

  @Test
  void aCaptionsVectorFollowsTheCaption() throws IOException {
    try (VisualIndex index = open(reading())) {
      index.add(picture("a", 255, 0, 0).caption("red"));
      index.add(picture("b", 255, 0, 0).caption("red"));
      index.add(picture("c", 255, 0, 0).caption("red"));
      index.updateCaption("a", "blue");
      index.updateCaption("b", null);
      index.updateKeywords("c", "tag");
      index.updateCaption("c", "red");
    }
    assertVector("a", VectorField.CAPTION_EMBEDDING, 0, 0, 1);
    assertVector("a", VectorField.TEXT_EMBEDDING, 1, 0, 0);
    assertThat(vector("b", VectorField.CAPTION_EMBEDDING)).isNull();
    assertVector("c", VectorField.CAPTION_EMBEDDING, 1, 0, 0);
  }

  @Test
  void aCaptionChangedWithoutTheModelHasNoStaleVectorAndReindexMakesTheNewOne() throws IOException {
    try (VisualIndex index = open(reading())) {
      index.add(picture("a", 255, 0, 0).caption("red"));
      index.add(picture("b", 0, 255, 0).caption("green"));
    }
    try (VisualIndex index = VisualIndex.open(index())) {
      index.updateCaption("a", "blue");
    }
    assertThat(vector("a", VectorField.CAPTION_EMBEDDING)).isNull();
    assertVector("a", VectorField.TEXT_EMBEDDING, 1, 0, 0);
    try (VisualIndex index = open(reading())) {
      ReindexReport report = index.reindex(Reindex.with(reading()), progress -> {});
      assertThat(report.takenOver()).isEqualTo(2);
      assertThat(report.failures()).isEmpty();
    }
    assertVector("a", VectorField.CAPTION_EMBEDDING, 0, 0, 1);
    assertVector("b", VectorField.CAPTION_EMBEDDING, 0, 1, 0);
    try (VisualIndex index = open(reading());
        Model again = reading()) {
      assertThat(index.reindex(Reindex.with(again), progress -> {}).takenOver()).isZero();
    }
  }

  @Test
  void anIndexMadeBeforeItsModelReadTextIsFilledByReindex() throws IOException {
    write("red.png", 255, 0, 0);
    try (VisualIndex index = open(silent())) {
      index.ingest(Ingest.of(folder.resolve("pictures")), progress -> {});
      index.add(picture("memory", 0, 255, 0).caption("sky"));
    }
    try (VisualIndex index = open(reading())) {
      assertThat(index.textSpace()).isEmpty();
      ReindexReport report = index.reindex(Reindex.with(reading()), progress -> {});
      assertThat(report.embedded()).isEqualTo(1);
      assertThat(report.failures()).hasSize(1);
      assertThat(index.textSpace()).isPresent();
    }
    assertVector("red.png", VectorField.TEXT_EMBEDDING, 1, 0, 0);
    // Its pixels are not at hand; what needs none is there.
    assertThat(vector("memory", VectorField.TEXT_EMBEDDING)).isNull();
    assertThat(vector("memory", VectorField.CAPTION_EMBEDDING)).isNotNull();
    assertThat(vector("memory", VectorField.EMBEDDING)).isNotNull();
  }

  @Test
  void picturesWhoseFilesWereAwayAreSeenByTheNextReindexThoughTheirCaptionsHaveVectors()
      throws IOException {
    write("red.png", 255, 0, 0);
    Files.writeString(folder.resolve("pictures/red.txt"), "red");
    Model other = Model.open(TinyModel.writeOther(folder.resolve("other")));
    try (VisualIndex index = open(other)) {
      index.ingest(Ingest.of(folder.resolve("pictures")), progress -> {});
      Path away = Files.move(folder.resolve("pictures"), folder.resolve("away"));
      assertThatThrownBy(() -> index.reindex(Reindex.with(reading()), progress -> {}))
          .hasMessageContaining("mount");
      Files.move(away, folder.resolve("pictures"));
      assertThat(index.reindex(Reindex.with(reading()), progress -> {}).embedded()).isEqualTo(1);
    }
    assertThat(vector("red.png", VectorField.EMBEDDING)).isNotNull();
    assertVector("red.png", VectorField.TEXT_EMBEDDING, 1, 0, 0);
  }

  @Test
  void aPictureThatLacksItsPlaceAmongSentencesIsSeenByTheNextIngest() throws IOException {
    write("red.png", 255, 0, 0);
    Path pictures = folder.resolve("pictures");
    Path other = Drawing.plain(folder.resolve("pictures/green.png"), 0, 255, 0);
    try (VisualIndex index = open(silent())) {
      index.ingest(Ingest.of(pictures), progress -> {});
      Path away = Files.move(other, folder.resolve("green.png"));
      assertThat(index.reindex(Reindex.with(reading()), progress -> {}).failures()).hasSize(1);
      Files.move(away, other);
      assertThat(index.ingest(Ingest.of(pictures), progress -> {}).embedded()).isEqualTo(1);
    }
    assertVector("green.png", VectorField.TEXT_EMBEDDING, 0, 1, 0);
  }

  @Test
  void vectorsOfAnotherSentenceModelAreRefusedAndReplacedByReindex() throws IOException {
    write("red.png", 255, 0, 0);
    try (VisualIndex index = open(reading())) {
      index.ingest(Ingest.of(folder.resolve("pictures")), progress -> {});
    }
    try (VisualIndex index = open(shifted())) {
      assertThatThrownBy(() -> index.add(picture("a", 0, 255, 0).caption("green")))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("tiny, sentences", "reindex");
      assertThatThrownBy(() -> index.ingest(Ingest.of(folder.resolve("pictures")), progress -> {}))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("tiny, sentences", "reindex");
      index.reindex(Reindex.with(shifted()), progress -> {});
      index.add(picture("a", 0, 255, 0).caption("red"));
    }
    assertVector("a", VectorField.CAPTION_EMBEDDING, 0, 0, 1);
  }

  @Test
  void anExportHasThemAndAnImportGivesThemBack() throws IOException {
    try (VisualIndex index = open(reading())) {
      index.add(Picture.ofVector("a", first()).caption("sky"));
      index.add(picture("b", 0, 255, 0));
      index.add(picture("c", 255, 0, 0).caption("blue"));
      index.commit();
      index.exportTo(folder.resolve("export"));
    }
    Path copy = folder.resolve("copy");
    VisualIndex.importFrom(folder.resolve("export"), copy, null);
    for (String id : List.of("a", "b", "c")) {
      for (VectorField field : VectorField.values()) {
        assertThat(vector(copy, id, field)).isEqualTo(vector(id, field));
      }
    }
    assertThat(vector(copy, "c", VectorField.CAPTION_EMBEDDING)).isNotNull();
    assertThat(VisualIndex.verify(copy, SourceCheck.NONE).findings()).isEmpty();
    try (VisualIndex index = VisualIndex.open(copy, reading())) {
      index.updateCaption("b", "green");
    }
  }

  private Path index() {
    return folder.resolve("index");
  }

  private VisualIndex open(Model model) throws IOException {
    return VisualIndex.open(index(), model);
  }

  private Model silent() throws IOException {
    return Model.open(TinyModel.write(folder.resolve("silent")));
  }

  private Model reading() throws IOException {
    return Model.open(TinyText.write(folder.resolve("reading")));
  }

  /** Reads the same words as other colours. */
  private Model shifted() throws IOException {
    return Model.open(TinyText.writeOther(folder.resolve("shifted")));
  }

  private static float[] first() {
    float[] vector = new float[TinyModel.DIMENSION];
    vector[0] = 1;
    return vector;
  }

  private float @Nullable [] vector(String id, VectorField field) throws IOException {
    return vector(index(), id, field);
  }

  private static float @Nullable [] vector(Path path, String id, VectorField field)
      throws IOException {
    try (PictureIndex index = PictureIndex.openReadOnly(path, null)) {
      return index.read(view -> StoredVectors.read(view, PictureIndex.find(view, id), field));
    }
  }

  private void assertVector(String id, VectorField field, float... expected) throws IOException {
    assertThat(vector(id, field)).containsExactly(expected, within(1e-3f));
  }

  private static Picture picture(String id, int r, int g, int b) {
    return Picture.of(ImageWriter.encode(plain(r, g, b), ImageFormat.PNG)).id(id);
  }

  private void write(String name, int r, int g, int b) throws IOException {
    Files.createDirectories(folder.resolve("pictures"));
    Files.write(
        folder.resolve("pictures").resolve(name),
        ImageWriter.encode(plain(r, g, b), ImageFormat.PNG));
  }

  private static RgbImage plain(int r, int g, int b) {
    byte[] rgb = new byte[16 * 16 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) r;
      rgb[i + 1] = (byte) g;
      rgb[i + 2] = (byte) b;
    }
    return new RgbImage(16, 16, rgb);
  }
}
