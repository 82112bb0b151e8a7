package org.ocellus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.query.VisualQuery.keyword;
import static org.ocellus.query.VisualQuery.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.Drawing;
import org.ocellus.VisualIndex;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
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

  @Test
  void bytesThatAreNoUtf8SpoilOnlyTheirLineAndAByteOrderMarkNone() throws IOException {
    Drawing.plain(folder.resolve("shop/hat.png"), 0, 250, 0);
    byte[] latin =
        "\n{\"path\": \"shop/hat.png\", \"caption\": \"\u00e9t\u00e9\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] marked = "\uFEFF{\"path\": \"shop/shoe.png\"}".getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("manifest.jsonl");
    Files.write(file, marked);
    Files.write(file, latin, StandardOpenOption.APPEND);
    IngestReport report = index.ingest(Ingest.ofManifest(file), progress -> {});
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.failures())
        .singleElement()
        .isEqualTo(new Failure(file + ":2", "is not UTF-8 text: save the manifest as UTF-8"));
  }

  @Test
  void twoObjectsOnALineAreNamed() throws IOException {
    assertThat(run("{\"path\": \"shop/shoe.png\"} {\"path\": \"shop/hat.png\"}").failures())
        .singleElement()
        .extracting(Failure::error)
        .asString()
        .contains("not JSON");
  }

  @Test
  void aKeywordWithACommaIsNotTwoKeywords() throws IOException {
    run("{\"path\": \"shop/shoe.png\", \"keywords\": [\"a, b\"]}");
    run("{\"path\": \"shop/shoe.png\", \"keywords\": [\"a\", \"b\"]}");
    assertThat(index.search(keyword("b")).ids()).containsExactly("shop/shoe.png");
  }

  @Test
  void aFileFoundThroughFolderAndManifestIsOnePictureWithTheManifestsWords() throws IOException {
    Files.writeString(folder.resolve("shop/shoe.txt"), "A sidecar");
    Path file =
        Files.writeString(
            folder.resolve("shop/list.jsonl"),
            "{\"path\": \"shoe.png\", \"caption\": \"A manifest\"}");
    Path shop = folder.resolve("shop");
    IngestReport report = index.ingest(Ingest.of(shop, shop).manifest(file), progress -> {});
    assertThat(report.failures()).isEmpty();
    assertThat(report.added()).isEqualTo(1);
    assertThat(index.get("shoe.png").orElseThrow().caption()).isEqualTo("A manifest");
  }

  @Test
  void aManifestsIdIsThatOfTheFileFoundThroughTheFolderToo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("list.jsonl"), "{\"path\": \"shop/shoe.png\", \"id\": \"sku-1\"}");
    IngestReport report =
        index.ingest(Ingest.of(folder.resolve("shop")).manifest(file), progress -> {});
    assertThat(report.failures()).isEmpty();
    assertThat(report.added()).isEqualTo(1);
    assertThat(index.get("sku-1")).isPresent();
    assertThat(index.get("shoe.png")).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeInAManifestIsNamedNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe.png");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(run("{\"path\": \"pipe.png\"}").failures())
        .singleElement()
        .isEqualTo(new Failure(pipe.toString(), "is not a regular file: name a picture"));
  }

  @Test
  void syncWithLinesThatMakeNoSenseRemovesOnlyWhatHasNoFile() throws IOException {
    Drawing.plain(folder.resolve("shop/hat.png"), 0, 250, 0);
    Drawing.plain(folder.resolve("shop/coat.png"), 0, 0, 250);
    run("{\"path\":\"shop/shoe.png\"}\n{\"path\":\"shop/hat.png\"}\n{\"path\":\"shop/coat.png\"}");
    Files.delete(folder.resolve("shop/coat.png"));
    assertThat(sync("{\"path\":\"shop/shoe.png\"}\n{\"path\":\n").removed()).isEqualTo(1);
    assertThat(index.get("shop/hat.png")).isPresent();
    assertThat(index.get("shop/coat.png")).isEmpty();
  }

  @Test
  void syncRemovesAPictureWithoutAFileThoughTheManifestNamesIt() throws IOException {
    Drawing.plain(folder.resolve("shop/hat.png"), 0, 250, 0);
    String both = "{\"path\":\"shop/shoe.png\"}\n{\"path\":\"shop/hat.png\"}";
    run(both);
    Files.delete(folder.resolve("shop/hat.png"));
    IngestReport report = sync(both);
    assertThat(report.removed()).isEqualTo(1);
    assertThat(report.failures()).extracting(Failure::error).containsExactly("no such file");
    assertThat(index.get("shop/hat.png")).isEmpty();
    assertThat(sync(both).removed()).isZero();
  }

  @Test
  void syncKeepsAPictureWhoseIdIsNotInComposedForm() throws IOException {
    String line = "{\"path\":\"shop/shoe.png\",\"id\":\"e\u0301\"}";
    run(line);
    assertThat(sync(line).removed()).isZero();
    assertThat(index.statistics().pictures()).isEqualTo(1);
  }

  @Test
  void whatAManifestNoLongerSaysGoesAndTheOtherFieldsStay() throws IOException {
    run(
        "{\"path\": \"shop/shoe.png\", \"caption\": \"A shoe\", \"price\": 1, \"maker\": \"Acme\"}");
    index.updateKeywords("shop/shoe.png", "mine");
    index.update(
        "shop/shoe.png", stored -> stored.toBuilder().place(new Place(38.7, -9.1)).build());
    index.commit();
    run("{\"path\": \"shop/shoe.png\", \"maker\": \"Acme\"}");
    StoredPicture shoe = index.get("shop/shoe.png").orElseThrow();
    assertThat(shoe.caption()).isNull();
    assertThat(shoe.extra()).containsOnlyKeys("maker");
    assertThat(shoe.keywords(Origin.PERSON)).containsExactly("mine");
    assertThat(shoe.place()).isEqualTo(new Place(38.7, -9.1));
  }

  @Test
  void theFilesOwnCaptionComesBackWhenTheManifestsGoes() throws IOException {
    try (InputStream photo = ManifestTest.class.getResourceAsStream("/metadata/iptc.jpg")) {
      Files.copy(photo, folder.resolve("shop/iptc.jpg"));
    }
    run("{\"path\": \"shop/iptc.jpg\", \"caption\": \"A manifest\"}");
    assertThat(index.get("shop/iptc.jpg").orElseThrow().caption()).isEqualTo("A manifest");
    run("{\"path\": \"shop/iptc.jpg\"}");
    StoredPicture photo = index.get("shop/iptc.jpg").orElseThrow();
    assertThat(photo.caption()).isEqualTo("IPTC caption");
    assertThat(photo.captionBy()).isEqualTo(Origin.FILE);
  }

  private IngestReport sync(String manifest) throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.jsonl"), manifest);
    return index.ingest(Ingest.ofManifest(file).sync(true), progress -> {});
  }

  private IngestReport run(String manifest) throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.jsonl"), manifest);
    return index.ingest(Ingest.ofManifest(file), progress -> {});
  }
}
