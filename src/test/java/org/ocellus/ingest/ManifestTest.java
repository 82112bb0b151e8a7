package org.ocellus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.StoredPicture;
import org.ocellus.metadata.Place;
import org.ocellus.model.Model;
import org.ocellus.model.TinyModel;

class ManifestTest {
  @TempDir Path folder;
  private VisualIndex index;

  @BeforeEach
  void index() throws IOException {
    Drawing.plain(folder.resolve("shop/shoe.png"), 250, 0, 0);
    index =
        VisualIndex.open(
            folder.resolve("index"), Model.open(TinyModel.write(folder.resolve("model"))));
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void whatAManifestSaysOfAPictureIsIndexed() throws IOException {
    IngestReport report =
        run(
            """
            {"path": "shop/shoe.png", "id": "sku-1", "keywords": ["Shoe", "sale"],
            """
                    .strip()
                + """
            "caption": "A red shoe", "taken": "2019-05-04T12:00:00Z", "place": [38.7, -9.1],\
            "price": 12.5, "sizes": ["41", "42"], "maker": "Acme"}

            """);
    assertThat(report.added()).isEqualTo(1);
    assertThat(index.search(keyword("shoe")).ids()).containsExactly("sku-1");
    assertThat(index.search(text("shoes")).ids()).containsExactly("sku-1");
    StoredPicture shoe = index.get("sku-1").orElseThrow();
    assertThat(shoe.taken()).isEqualTo(1_556_971_200L);
    assertThat(shoe.place()).isEqualTo(new Place(38.7, -9.1));
    assertThat(shoe.folder()).isEqualTo("shop");
    assertThat(shoe.extra())
        .containsEntry("price", 12.5)
        .containsEntry("sizes", List.of("41", "42"))
        .containsEntry("maker", "Acme");
  }

  @Test
  void withoutAnIdThePathRelativeToTheManifestIsOne() throws IOException {
    run("{\"path\": \"./shop/shoe.png\"}");
    assertThat(index.get("shop/shoe.png")).isPresent();
  }

  @Test
  void aChangedLineChangesThePictureWithoutEmbeddingItAgain() throws IOException {
    run("{\"path\": \"shop/shoe.png\", \"keywords\": [\"old\"]}");
    IngestReport same = run("{\"path\": \"shop/shoe.png\", \"keywords\": [\"old\"]}");
    assertThat(same.unchanged()).isEqualTo(1);
    IngestReport report = run("{\"path\": \"shop/shoe.png\", \"keywords\": [\"new\"]}");
    assertThat(report.updated()).isEqualTo(1);
    assertThat(index.search(keyword("new")).ids()).containsExactly("shop/shoe.png");
    assertThat(index.search(keyword("old")).isEmpty()).isTrue();
  }

  @Test
  void linesThatMakeNoSenseAreNamedAndTheOthersCount() throws IOException {
    IngestReport report =
        run(
            """
            {"path": "shop/shoe.png"}
            {"path":
            {"id": "nameless"}
            {"path": "shop/shoe.png", "taken": "yesterday"}
            {"path": "shop/shoe.png", "place": [91, 0]}
            {"path": "shop/shoe.png", "keywords": "shoe"}
            {"path": "shop/gone.png"}
            """);
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.failures()).hasSize(6);
    assertThat(report.failures().subList(0, 5))
        .extracting(failure -> failure.path().replaceFirst(".*:", ""))
        .containsExactly("2", "3", "4", "5", "6");
    assertThat(report.failures())
        .extracting(Failure::error)
        .satisfiesExactly(
            error -> assertThat(error).contains("not JSON"),
            error -> assertThat(error).contains("needs a \"path\""),
            error -> assertThat(error).contains("\"taken\""),
            error -> assertThat(error).contains("latitude"),
            error -> assertThat(error).contains("\"keywords\" must be a list"),
            error -> assertThat(error).isEqualTo("no such file"));
  }

  @Test
  void aManifestThatDoesNotExistIsNamed() {
    assertThatThrownBy(
            () -> index.ingest(Ingest.ofManifest(folder.resolve("none.jsonl")), progress -> {}))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.jsonl");
  }

  private IngestReport run(String manifest) throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.jsonl"), manifest);
    return index.ingest(Ingest.ofManifest(file), progress -> {});
  }
}
