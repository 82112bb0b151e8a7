package org.ocellus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.model.Model;
import org.ocellus.model.TinyCaptioner;
import org.ocellus.model.TinyModel;

class IngestCaptionTest {
  @TempDir Path folder;
  private Path photos;
  private VisualIndex index;
  private ImageCaptioner captioner;

  @BeforeEach
  void open() throws IOException {
    photos = Files.createDirectory(folder.resolve("photos"));
    captioner = ImageCaptioner.open(TinyCaptioner.write(folder.resolve("captioner")), 1);
    index =
        VisualIndex.open(
            folder.resolve("index"), Model.open(TinyModel.write(folder.resolve("model"))));
    draw("red.png", 255, 0, 0);
    draw("green.png", 0, 255, 0);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    captioner.close();
  }

  @Test
  void picturesWithoutACaptionGetTheNetworksWithItsConfidence() throws IOException {
    run(true);

    StoredPicture red = index.get("red.png").orElseThrow();
    assertThat(red.caption()).isEqualTo("a dog");
    assertThat(red.captionBy()).isEqualTo(Origin.MODEL);
    assertThat(red.captionConfidence()).isBetween(0.5f, 1f);
    assertThat(index.search(text("cats")).ids()).containsExactly("green.png");
    assertThat(run(true).unchanged()).isEqualTo(2);
  }

  @Test
  void picturesThatWereIndexedWithoutCaptionsGetThemLater() throws IOException {
    run(false);
    assertThat(index.get("red.png").orElseThrow().caption()).isNull();

    assertThat(run(true).updated()).isEqualTo(2);

    assertThat(index.search(text("dog")).ids()).containsExactly("red.png");
  }

  @Test
  void whatAPersonSaysIsNeverOverwrittenAndReplacesWhatTheNetworkSaid() throws IOException {
    Files.writeString(photos.resolve("red.txt"), "A lighthouse");
    run(true);
    assertThat(caption("red.png")).isEqualTo("A lighthouse by PERSON");

    Files.writeString(photos.resolve("green.txt"), "A meadow");
    run(true);
    assertThat(caption("green.png")).isEqualTo("A meadow by PERSON");
    assertThat(index.get("green.png").orElseThrow().captionConfidence()).isNull();

    Files.delete(photos.resolve("green.txt"));
    run(true);
    assertThat(caption("green.png")).isEqualTo("a cat by MODEL");

    index.updateCaption("green.png", "Grass");
    run(true);
    assertThat(caption("green.png")).isEqualTo("Grass by PERSON");
  }

  @Test
  void aSentenceThatAPersonTookAwayDoesNotComeBack() throws IOException {
    run(true);
    index.updateCaption("red.png", null);

    assertThat(run(true).unchanged()).isEqualTo(2);
    assertThat(index.get("red.png").orElseThrow().caption()).isNull();
    draw("red.png", 0, 255, 0);
    run(true);
    assertThat(index.get("red.png").orElseThrow().caption()).isNull();
  }

  @Test
  void aPersonsSentenceStaysWhenASidecarGoes() throws IOException {
    Files.writeString(photos.resolve("red.txt"), "A meadow");
    run(true);
    index.updateCaption("red.png", "Grass");
    Files.delete(photos.resolve("red.txt"));
    run(true);

    assertThat(caption("red.png")).isEqualTo("Grass by PERSON");
    assertThat(run(true).unchanged()).isEqualTo(2);
  }

  @Test
  void aRunWithoutACaptionerKeepsTheNetworksCaptionWhileThePixelsStay() throws IOException {
    run(true);
    Path red = photos.resolve("red.png");
    Files.setLastModifiedTime(red, FileTime.fromMillis(1_000_000));
    run(false);
    assertThat(caption("red.png")).isEqualTo("a dog by MODEL");

    draw("red.png", 0, 255, 0);
    run(false);
    assertThat(index.get("red.png").orElseThrow().caption()).isNull();
  }

  @Test
  void aChangedPictureIsCaptionedAnew() throws IOException {
    run(true);
    draw("red.png", 0, 255, 0);
    run(true);

    assertThat(caption("red.png")).isEqualTo("a cat by MODEL");
  }

  @Test
  void aCaptionerThatFailsIsALineInTheReportAndThePictureIsFoundByItsLooks() throws IOException {
    try (var broken = ImageCaptioner.open(TinyCaptioner.failing(folder.resolve("broken")), 1)) {
      IngestReport report = index.ingest(Ingest.of(photos).captioner(broken), progress -> {});

      assertThat(report.failures()).hasSize(2);
    }
    assertThat(index.statistics().pictures()).isEqualTo(2);
    assertThat(run(true).updated()).isEqualTo(2);
  }

  private IngestReport run(boolean captions) throws IOException {
    IngestReport report =
        index.ingest(Ingest.of(photos).captioner(captions ? captioner : null), progress -> {});
    assertThat(report.failures()).isEmpty();
    return report;
  }

  private String caption(String id) throws IOException {
    StoredPicture picture = index.get(id).orElseThrow();
    return picture.caption() + " by " + picture.captionBy();
  }

  private void draw(String name, int red, int green, int blue) throws IOException {
    Drawing.plain(photos.resolve(name), red, green, blue);
  }
}
