package org.ocellus.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Metric;

/**
 * What a folder of exported pictures says of them as a whole, in its file {@code index.json}. The
 * pictures are lines of {@code pictures.jsonl}: {@code {"row": 0, "picture": {…}}}, the row, of a
 * picture that has a vector, being that of its vector in {@code embedding.npy} (of unit length, for
 * cosine) and {@code embedding_raw.npy} (raw, for Euclidean distance), whichever the index had.
 *
 * @param format version of this layout
 * @param pictures how many there are
 * @param settings of the index
 * @param fingerprint of the space of the vectors; null if there are none
 * @param model what messages call the model that made them; null if there are none
 * @param dimension of the vectors; 0 if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExportedIndex(
    int format,
    long pictures,
    IndexSettings settings,
    @Nullable String fingerprint,
    @Nullable String model,
    int dimension) {

  static final int FORMAT = 1;
  static final String PICTURES = "pictures.jsonl";
  private static final String FILE = "index.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static ExportedIndex of(long pictures, IndexSettings settings, @Nullable Space space) {
    return new ExportedIndex(
        FORMAT,
        pictures,
        settings,
        space == null ? null : space.fingerprint().value(),
        space == null ? null : space.model(),
        space == null ? 0 : space.dimension());
  }

  /** The file with the vectors for this metric. */
  static Path vectors(Path folder, Metric metric) {
    return folder.resolve(PictureFields.embedding(metric) + ".npy");
  }

  /** Whether this folder holds a whole export. */
  static boolean existsIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static ExportedIndex read(Path folder) throws IOException {
    if (!existsIn(folder)) {
      throw new IndexException(
          Reason.NOT_AN_INDEX,
          folder + " holds no exported index, or one that was not completed: export it again");
    }
    Path file = folder.resolve(FILE);
    ExportedIndex exported;
    try {
      exported = JSON.readValue(file.toFile(), ExportedIndex.class);
    } catch (JsonProcessingException e) {
      throw new IndexException(
          Reason.DAMAGED, file + " is damaged (" + e.getOriginalMessage() + ")", e);
    }
    if (exported.format != FORMAT) {
      throw new IndexException(
          Reason.OTHER_VERSION,
          "%s has format %d, this release reads format %d: use the release that wrote it"
              .formatted(file, exported.format, FORMAT));
    }
    return exported;
  }

  /** Writes it, which makes the export whole. */
  void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }

  /** The space of the vectors; null if there are none. */
  @Nullable Space space() {
    return fingerprint == null
        ? null
        : new Space(new Fingerprint(fingerprint), String.valueOf(model), dimension);
  }
}
