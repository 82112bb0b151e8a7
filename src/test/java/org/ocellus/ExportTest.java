package org.ocellus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.IndexException;
import org.ocellus.index.NpyReader;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Quantization;
import org.ocellus.index.SourceCheck;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.index.StoredVectors;
import org.ocellus.index.VectorField;
import org.ocellus.index.VectorStorage;
import org.ocellus.metadata.Place;
import org.ocellus.model.Label;
import org.ocellus.model.Metric;

class ExportTest {
  private static final VectorStorage BOTH = VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN);
  private static final String[] WORDS = {
    "São Paulo", "new\nline", "\"quoted\"", "日本", "\u2028", "🌉", "a,b", "\\", "tab\t", "ﬁ"
  };

  @TempDir Path folder;

  private static <T> T maybe(Random random, T value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)] + random.nextInt(100);
  }

  /** A picture of which anything may be known or not. */
  private static StoredPicture rich(int i, Random random) {
    StoredPicture.Builder picture =
        StoredPicture.of("id " + i + " " + word(random)).toBuilder()
            .source(maybe(random, "/photos/" + word(random)))
            .root(maybe(random, "/photos"))
            .folder(maybe(random, random.nextBoolean() ? "" : "a/" + word(random)))
            .hash(maybe(random, Long.toHexString(random.nextLong())))
            .phash(maybe(random, random.nextLong()))
            .taken(maybe(random, random.nextLong(4_000_000_000L) - 1_000_000_000L))
            .place(maybe(random, new Place(random.nextDouble() * 90, random.nextDouble() * -180)))
            .caption(
                maybe(random, word(random)),
                Origin.values()[random.nextInt(3)],
                maybe(random, "de"))
            .given(maybe(random, random.nextLong()));
    if (random.nextBoolean()) {
      picture.size(1 + random.nextInt(5000), 1 + random.nextInt(5000));
      picture.file(random.nextLong(1L << 40), maybe(random, random.nextLong(1L << 42)));
    }
    List<Keyword> keywords = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    Map<String, Object> extra = new HashMap<>();
    Map<String, String> said = new HashMap<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      keywords.add(new Keyword(word(random), Origin.values()[random.nextInt(3)]));
      labels.add(new Label(word(random), 0.01f + 0.99f * random.nextFloat()));
      extra.put("text " + word(random), word(random));
      extra.put("number" + n, random.nextBoolean() ? random.nextGaussian() : random.nextInt());
      extra.put("list" + n, List.of(word(random), ""));
      said.put("field" + n, word(random));
    }
    return picture.keywords(keywords).labels(labels).extra(extra).said(said).build();
  }

  private Path filled(VectorStorage storage, int pictures) throws IOException {
    Path path = folder.resolve("index");
    Random random = new Random(7);
    Space space = Space.ofOwnVectors(8);
    try (PictureIndex index = PictureIndex.open(path, storage, space, null)) {
      for (int i = 0; i < pictures; i++) {
        float[] vector = new float[8];
        for (int d = 0; d < vector.length; d++) {
          vector[d] = (float) random.nextGaussian();
        }
        boolean without = i % 10 == 3;
        index.put(rich(i, random), without ? null : vector, without ? null : space);
        if (i % 40 == 0) {
          index.commit();
        }
      }
      index.commit();
    }
    return path;
  }

  /** All that an index keeps, by id. */
  private static Map<String, List<Object>> all(Path path) throws IOException {
    Map<String, List<Object>> all = new TreeMap<>();
    try (PictureIndex index = PictureIndex.openReadOnly(path, null)) {
      List<StoredPicture> pictures = new ArrayList<>();
      index.forEach(pictures::add);
      for (StoredPicture picture : pictures) {
        List<Object> kept = new ArrayList<>(List.of(picture));
        for (Metric metric : index.settings().metrics().stream().sorted().toList()) {
          float[] vector =
              index.read(
                  view ->
                      StoredVectors.read(
                          view, PictureIndex.find(view, picture.id()), VectorField.of(metric)));
          kept.add(vector == null ? "none" : new ArrayList<>(bits(vector)));
        }
        all.put(picture.id(), kept);
      }
    }
    return all;
  }

  private static List<Integer> bits(float[] vector) {
    List<Integer> bits = new ArrayList<>();
    for (float v : vector) {
      bits.add(Float.floatToRawIntBits(v));
    }
    return bits;
  }

  private void export(Path index, Path target) throws IOException {
    try (VisualIndex opened = VisualIndex.openReadOnly(index, null)) {
      opened.exportTo(target);
    }
  }

  @Test
  void nothingIsLostOnTheWayThereAndBack() throws IOException {
    Path path = filled(BOTH, 200);
    Path export = folder.resolve("export");
    export(path, export);
    Path copy = folder.resolve("copy");
    assertThat(VisualIndex.importFrom(export, copy, null)).isEqualTo(200);
    assertThat(all(copy)).hasSize(200).isEqualTo(all(path));
    try (VisualIndex index = VisualIndex.openReadOnly(copy, null)) {
      assertThat(index.settings().vectors()).isEqualTo(BOTH);
      assertThat(index.space()).contains(Space.ofOwnVectors(8));
    }
    assertThat(VisualIndex.verify(copy, SourceCheck.NONE).findings()).isEmpty();
    // Once more replaces all by the same.
    VisualIndex.importFrom(export, copy, null);
    assertThat(all(copy)).isEqualTo(all(path));
  }

  @Test
  void anotherQuantizationKeepsTheFullVectorsBitByBit() throws IOException {
    Path path = filled(BOTH, 50);
    Path export = folder.resolve("export");
    export(path, export);
    Path quantized = folder.resolve("quantized");
    VisualIndex.importFrom(export, quantized, BOTH.quantized(Quantization.BITS_2));
    assertThat(all(quantized)).isEqualTo(all(path));
    Path back = folder.resolve("back");
    export(quantized, back);
    Path again = folder.resolve("again");
    VisualIndex.importFrom(back, again, BOTH);
    assertThat(all(again)).isEqualTo(all(path));
  }

  @Test
  void cosineIsComputedFromRawVectorsAndNotTheOtherWayRound() throws IOException {
    Path path = filled(VectorStorage.of(Metric.EUCLIDEAN), 20);
    Path export = folder.resolve("export");
    export(path, export);
    VisualIndex.importFrom(export, folder.resolve("cosine"), VectorStorage.DEFAULT);
    assertThat(VisualIndex.verify(folder.resolve("cosine"), SourceCheck.NONE).findings()).isEmpty();
    Path unit = folder.resolve("unit");
    export(folder.resolve("cosine"), unit);
    assertThatThrownBy(() -> VisualIndex.importFrom(unit, folder.resolve("none"), BOTH))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("cosine", "euclidean", "reindex");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void theRowsOfTheNumPyFilesAreThoseTheLinesName() throws IOException {
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      index.add(Picture.ofVector("a", new float[] {3, 4}));
      index.commit();
      index.exportTo(folder.resolve("export"));
    }
    assertThat(folder.resolve("export/pictures.jsonl"))
        .hasContent("{\"row\":0,\"picture\":{\"id\":\"a\"}}");
    try (NpyReader reader = new NpyReader(folder.resolve("export/embedding.npy"))) {
      assertThat(reader.rows()).isEqualTo(1);
      assertThat(reader.next()).containsExactly(0.6f, 0.8f);
    }
  }

  @Test
  void aDamagedExportIsNamedWithItsLine() throws IOException {
    Path export = folder.resolve("export");
    export(filled(VectorStorage.DEFAULT, 20), export);
    Path lines = export.resolve("pictures.jsonl");
    List<String> whole = Files.readAllLines(lines);
    List<String> cut = new ArrayList<>(whole);
    cut.set(4, cut.get(4).substring(0, 30));
    Files.write(lines, cut);
    assertDamaged(export, "line 5");
    cut.set(4, whole.get(5));
    Files.write(lines, cut);
    assertDamaged(export, "line 5", "row");
    Files.write(lines, whole.subList(0, 10));
    assertDamaged(export, "10 lines, not 20");
    Files.delete(export.resolve("index.json"));
    assertThatThrownBy(() -> VisualIndex.importFrom(export, folder.resolve("copy"), null))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("not completed");
  }

  @Test
  void aDamagedExportChangesNothing() throws IOException {
    Path export = folder.resolve("export");
    Path index = filled(VectorStorage.DEFAULT, 20);
    export(index, export);
    Path lines = export.resolve("pictures.jsonl");
    Files.write(lines, Files.readAllLines(lines).subList(0, 10));
    try (VisualIndex opened = VisualIndex.open(index)) {
      for (String id : all(index).keySet()) {
        opened.updateKeywords(id, "said since");
      }
    }
    Map<String, List<Object>> before = all(index);
    assertThatThrownBy(() -> VisualIndex.importFrom(export, index, null))
        .hasMessageContaining("10 lines, not 20");
    assertThat(all(index)).isEqualTo(before);
    assertDamaged(export, "10 lines");
    assertThat(folder.resolve("copy")).doesNotExist();
  }

  private void assertDamaged(Path export, String... parts) {
    assertThatThrownBy(() -> VisualIndex.importFrom(export, folder.resolve("copy"), null))
        .isInstanceOfSatisfying(
            IndexException.class,
            e -> assertThat(e.reason()).isEqualTo(IndexException.Reason.DAMAGED))
        .hasMessageContainingAll(parts);
  }

  @Test
  void aFolderWithFilesIsNotExportedTo() throws IOException {
    Path path = filled(VectorStorage.DEFAULT, 1);
    Files.writeString(Files.createDirectories(folder.resolve("full")).resolve("a"), "");
    assertThatThrownBy(() -> export(path, folder.resolve("full")))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("not empty");
  }
}
