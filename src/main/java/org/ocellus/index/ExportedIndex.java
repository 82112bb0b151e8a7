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
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Fingerprint;

/**
 * What a folder of exported pictures says of them as a whole, in its file {@code index.json}. The
 * pictures are lines of {@code pictures.jsonl}: {@code {"row": 0, "picture": {…}}}, the row, of a
 * picture that has a vector, being that of its vector in {@code embedding.npy} (of unit length, for
 * cosine) and {@code embedding_raw.npy} (raw, for Euclidean distance), whichever the index had.
 * {@code text_row} and {@code caption_row} are those of its vectors in the space of sentences, in
 * {@code text_embedding.npy} and {@code caption_embedding.npy}.
 *
 * @param format version of this layout
 * @param pictures how many there are
 * @param settings of the index
 * @param fingerprint of the space of the vectors; null if there are none
 * @param model what messages call the model that made them; null if there are none
 * @param dimension of the vectors; 0 if there are none
 * @param text the same of vectors in the space of sentences; null if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExportedIndex(
    int format,
    long pictures,
    IndexSettings settings,
    @Nullable String fingerprint,
    @Nullable String model,
    int dimension,
    @Nullable Text text) {

  /** The space of sentences. */
  record Text(String fingerprint, String model, int dimension) {}

  static final int FORMAT = 1;
  static final String PICTURES = "pictures.jsonl";
  private static final String FILE = "index.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static ExportedIndex of(long pictures, IndexSettings settings, Spaces spaces) {
    Space space = spaces.pictures();
    Space text = spaces.text();
    return new ExportedIndex(
        FORMAT,
        pictures,
        settings,
        space == null ? null : space.fingerprint().value(),
        space == null ? null : space.model(),
        space == null ? 0 : space.dimension(),
        text == null ? null : new Text(text.fingerprint().value(), text.model(), text.dimension()));
  }

  /** The file with the vectors of this field. */
  static Path vectors(Path folder, VectorField field) {
    return folder.resolve(field.field() + ".npy");
  }

  /** What a line calls the row of its vector in this field's file. */
  static String row(VectorField field) {
    return switch (field) {
      case EMBEDDING, EMBEDDING_RAW -> "row";
      case TEXT_EMBEDDING -> "text_row";
      case CAPTION_EMBEDDING -> "caption_row";
    };
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

  /** The spaces of the vectors. */
  Spaces spaces() {
    return new Spaces(
        fingerprint == null
            ? null
            : new Space(new Fingerprint(fingerprint), String.valueOf(model), dimension),
        text == null
            ? null
            : new Space(new Fingerprint(text.fingerprint), text.model, text.dimension));
  }

  /** The fields that it has vectors of. */
  Set<VectorField> fields() {
    Set<VectorField> fields = EnumSet.noneOf(VectorField.class);
    for (VectorField field : VectorField.values()) {
      boolean wanted = field.isOfText() || settings.metrics().contains(field.metric());
      if (wanted && (field.isOfText() ? text != null : fingerprint != null)) {
        fields.add(field);
      }
    }
    return fields;
  }
}
