package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ocellus.VisualIndex;
import org.ocellus.index.StoredPicture.Keyword;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.ingest.Reindex;
import org.ocellus.metadata.Place;
import org.ocellus.model.Label;
import org.ocellus.model.Metric;

/**
 * Wrote the indexes of today's format in the test resources, which later releases must open; see
 * {@link KeptFormatTest}. They are never written again: a new format gets a folder of its own.
 */
final class KeptFormat {
  static final Space SPACE = Space.ofOwnVectors(8);
  static final VectorStorage BOTH = VectorStorage.of(Metric.COSINE, Metric.EUCLIDEAN);

  private KeptFormat() {}

  /** Pictures that together have each kind of field. */
  static List<StoredPicture> pictures() {
    StoredPicture bridge =
        StoredPicture.of("2019/bridge.jpg").toBuilder()
            .source("/photos/2019/bridge.jpg")
            .root("/photos")
            .folder("2019")
            .hash("a".repeat(64))
            .phash(0x0123456789abcdefL)
            .size(4000, 3000)
            .file(2_345_678, 1_556_971_200_000L)
            .taken(1_556_971_200L)
            .place(new Place(38.6889, -9.1771))
            .keywords(
                List.of(new Keyword("São Paulo", Origin.PERSON), new Keyword("dusk", Origin.FILE)))
            .labels(List.of(new Label("suspension bridge, bridge", 0.75f)))
            .caption("Bridges in the rain", Origin.PERSON)
            .extra(Map.of("price", 12.5, "mood", "calm", "people", List.of("Ana", "Rui")))
            .given(42L)
            .said(Map.of("caption", "0123456789abcdef", "file.taken", "fedcba9876543210"))
            .build();
    StoredPicture german =
        StoredPicture.of("haus.jpg").toBuilder()
            .folder("")
            .caption("Häuser am Fluss", Origin.FILE, "de")
            .build();
    return List.of(
        bridge,
        german,
        StoredPicture.of("only-a-vector"),
        StoredPicture.of("no-vector").withKeywords(List.of("words alone")));
  }

  /** The vector of the picture of this number. */
  static float[] vector(int picture) {
    float[] vector = new float[8];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) Math.sin(picture * 8 + i + 1);
    }
    return vector;
  }

  /** Writes the indexes below this folder: {@code float32}, and {@code quantized} by a reindex. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (String name : List.of("float32", "quantized")) {
      try (PictureIndex index = PictureIndex.open(folder.resolve(name), BOTH, SPACE, null)) {
        List<StoredPicture> pictures = pictures();
        for (int i = 0; i < pictures.size(); i++) {
          boolean without = pictures.get(i).id().equals("no-vector");
          index.put(pictures.get(i), without ? null : vector(i), without ? null : SPACE);
        }
      }
    }
    try (VisualIndex index = VisualIndex.open(folder.resolve("quantized"))) {
      index.reindex(Reindex.as(BOTH.quantized(Quantization.BITS_4)), progress -> {});
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path lock : files.filter(file -> file.endsWith("write.lock")).toList()) {
        Files.delete(lock);
      }
    }
  }
}
