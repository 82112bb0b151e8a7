package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarToId;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.SourceCheck;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.Reindex;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

/** {@code kill -9} at random moments of building an index anew. */
class KilledReindexTest {
  private static final int PICTURES = 40;

  @TempDir Path folder;
  private Path index;
  private Path tiny;
  private Path other;

  @BeforeEach
  void anIndex() throws IOException {
    Path photos = folder.resolve("photos");
    for (int i = 0; i < PICTURES; i++) {
      Drawing.plain(photos.resolve("p%03d.png".formatted(i)), 6 * i + 1, 255 - 6 * i, i * i % 256);
    }
    index = folder.resolve("index");
    tiny = TinyModel.write(folder.resolve("tiny"));
    other = TinyModel.writeOther(folder.resolve("other"));
    try (VisualIndex opened = VisualIndex.open(index, Model.open(tiny))) {
      opened.ingest(Ingest.of(photos), progress -> {});
      opened.updateKeywords("p007.png", "mine");
    }
  }

  @Test
  void theIndexIsWhollyTheOldOneOrWhollyTheNewOneAndTheSameCallCompletesIt() throws Exception {
    kill(4);
  }

  @Test
  @Tag("soak")
  void aHundredKillsLeaveTheIndexWhole() throws Exception {
    kill(100);
  }

  private void kill(int times) throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < times; i++) {
      live(random);
      String model = assertWhole();
      if (model.equals("other")) {
        reindex(tiny);
        assertThat(assertWhole()).isEqualTo("tiny");
      }
    }
    reindex(other);
    assertThat(assertWhole()).isEqualTo("other");
  }

  /** Starts a child and kills it some moments after it has said so many lines. */
  private void live(SplittableRandom random) throws Exception {
    Process child =
        ChildJvm.of(
                ReindexUntilKilled.class, List.of("-Xmx256m"), index.toString(), other.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = child.inputReader()) {
      for (int lines = random.nextInt(PICTURES + 2); lines > 0; lines--) {
        if (said.readLine() == null) {
          break;
        }
      }
      child.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS);
      // The process itself would close the stream.
      child.toHandle().destroyForcibly();
      child.waitFor();
    }
  }

  private void reindex(Path model) throws IOException {
    try (VisualIndex opened = VisualIndex.open(index)) {
      assertThat(opened.reindex(Reindex.with(Model.open(model)), progress -> {}).interrupted())
          .isFalse();
    }
  }

  /** All pictures are there once, with vectors of one model and their words; returns the model. */
  private String assertWhole() throws IOException {
    assertThat(VisualIndex.verify(index, SourceCheck.CONTENT).findings()).isEmpty();
    try (VisualIndex opened = VisualIndex.openReadOnly(index, null)) {
      assertThat(opened.statistics().pictures()).isEqualTo(PICTURES);
      assertThat(opened.search(similarToId("p000.png").exactly().limit(PICTURES)).ids())
          .hasSize(PICTURES - 1);
      assertThat(opened.search(keyword("mine")).ids()).containsExactly("p007.png");
      String model = opened.space().orElseThrow().model();
      assertThat(opened.settings().model()).isEqualTo(model);
      return model;
    }
  }
}
