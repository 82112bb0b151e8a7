package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.similarToId;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.ingest.Ingest;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.TinyHub;
import org.ocellus.query.Text.By;

/** What an index answers with models in Hugging Face's layout. */
class BroughtModelsTest {
  @TempDir Path folder;

  @BeforeEach
  void pictures() throws IOException {
    Files.createDirectory(folder.resolve("pictures"));
    Drawing.plain(folder.resolve("pictures/rose.png"), 250, 20, 10);
    Drawing.plain(folder.resolve("pictures/wine.png"), 160, 10, 30);
    Drawing.plain(folder.resolve("pictures/sea.png"), 10, 30, 250);
  }

  private VisualIndex index(Path model) throws IOException {
    VisualIndex index = VisualIndex.open(folder.resolve("index"), Model.open(model));
    index.ingest(Ingest.of(folder.resolve("pictures")), progress -> {});
    return index;
  }

  @Test
  void aClipInTwoGraphsFindsPicturesThatNobodyDescribed() throws IOException {
    assertFinds(TinyHub.pair(folder.resolve("model")));
  }

  @Test
  void soDoesOneInASingleGraph() throws IOException {
    assertFinds(TinyHub.both(folder.resolve("model")));
  }

  private void assertFinds(Path model) throws IOException {
    try (VisualIndex index = index(model)) {
      assertThat(index.search(text("sky").by(By.PICTURES)).ids()).startsWith("sea.png");
      assertThat(index.search(text("crimson")).ids()).last().isEqualTo("sea.png");
    }
  }

  @Test
  void aClassifierNamesAndComparesPictures() throws IOException {
    try (VisualIndex index = index(TinyHub.classifier(folder.resolve("model")))) {
      assertThat(index.search(keyword("blue")).ids()).containsExactly("sea.png");
      assertThat(index.search(similarToId("rose.png")).ids()).startsWith("wine.png");
      assertThatThrownBy(() -> index.search(text("sky").by(By.PICTURES)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("reads no text");
    }
  }

  @Test
  void aTransformerComparesPicturesAlone() throws IOException {
    try (VisualIndex index = index(TinyHub.transformer(folder.resolve("model"), true))) {
      assertThat(index.search(similarToId("rose.png")).ids()).startsWith("wine.png");
      assertThat(index.search(keyword("blue")).ids()).isEmpty();
      assertThatThrownBy(() -> index.search(text("sky").by(By.CAPTIONS)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("reads no text");
    }
  }
}
