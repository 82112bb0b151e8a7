package org.ocellus.index;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;

/** Puts exported pictures into an index, one at a time, their vectors bit by bit as they were. */
public final class Import implements Closeable {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final ExportedIndex exported;
  private final BufferedReader pictures;
  private final Map<VectorField, NpyReader> vectors = new EnumMap<>(VectorField.class);
  private final Map<VectorField, Long> rows = new EnumMap<>(VectorField.class);
  private long line;

  private record Line(
      @Nullable Long row,
      @JsonProperty("text_row") @Nullable Long textRow,
      @JsonProperty("caption_row") @Nullable Long captionRow,
      StoredPicture picture) {
    @Nullable Long row(VectorField field) {
      return switch (field) {
        case EMBEDDING, EMBEDDING_RAW -> row;
        case TEXT_EMBEDDING -> textRow;
        case CAPTION_EMBEDDING -> captionRow;
      };
    }
  }

  private Import(Path folder, ExportedIndex exported) throws IOException {
    this.folder = folder;
    this.exported = exported;
    this.pictures = Files.newBufferedReader(folder.resolve(ExportedIndex.PICTURES));
  }

  /** Imports an exported folder into an index; see {@code VisualIndex.importFrom}. */
  public static long of(Path folder, Path index, @Nullable VectorStorage vectors)
      throws IOException {
    ExportedIndex exported = ExportedIndex.read(folder);
    VectorStorage has = exported.settings().vectors();
    VectorStorage wanted = vectors == null && !IndexSettings.existIn(index) ? has : vectors;
    if (wanted != null) {
      requireYields(folder, has, wanted);
    }
    // All of it is read once before: what is damaged changes nothing.
    try (Import checking = new Import(folder, exported)) {
      checking.read(picture -> {});
    }
    String model = exported.settings().modelFolder();
    Path modelFolder = model == null ? null : Path.of(model);
    try (PictureIndex opened =
            PictureIndex.open(index, wanted, exported.spaces().pictures(), modelFolder);
        Import reading = new Import(folder, exported)) {
      requireYields(folder, has, opened.settings().vectors());
      reading.read(picture -> opened.put(picture, exported.spaces()));
      opened.commit();
    }
    return exported.pictures();
  }

  private static void requireYields(Path folder, VectorStorage has, VectorStorage wanted)
      throws IndexException {
    if (!has.yields(wanted.metrics())) {
      throw new IndexException(
          Reason.OTHER_STORAGE,
          "%s has vectors for %s, from which those for %s cannot be computed: import it as it is, then reindex"
              .formatted(folder, has, wanted));
    }
  }

  private void read(IOConsumer<StoredDocument> sink) throws IOException {
    for (VectorField field : exported.fields()) {
      vectors.put(field, new NpyReader(ExportedIndex.vectors(folder, field)));
    }
    try {
      for (String text = pictures.readLine(); text != null; text = pictures.readLine()) {
        line++;
        sink.accept(read(text));
      }
    } catch (CharacterCodingException e) {
      throw damaged("it is not UTF-8 after line " + line, e);
    } catch (EOFException e) {
      throw damaged("the vector of line " + line + " is missing", e);
    } catch (IllegalArgumentException e) {
      throw damaged("line " + line + ": " + e.getMessage(), e);
    }
    if (line != exported.pictures()) {
      throw damaged("it has %d lines, not %d".formatted(line, exported.pictures()), null);
    }
  }

  private StoredDocument read(String text) throws IOException {
    Line parsed;
    try {
      parsed = JSON.readValue(text, Line.class);
    } catch (JsonProcessingException e) {
      throw damaged("line " + line + ": " + e.getOriginalMessage(), e);
    }
    if (parsed.picture() == null) {
      throw damaged("line " + line + " has no picture", null);
    }
    Map<VectorField, float[]> read = new EnumMap<>(VectorField.class);
    for (VectorField field : VectorField.values()) {
      Long row = parsed.row(field);
      NpyReader file = vectors.get(field);
      if (row != null && file != null) {
        if (row != rows.merge(field, 1L, Long::sum) - 1) {
          throw damaged("line " + line + " has the row " + row + " out of order", null);
        }
        read.put(field, file.next());
      }
    }
    if (parsed.row() != null && read.keySet().stream().allMatch(VectorField::isOfText)) {
      throw damaged("line " + line + " has the row " + parsed.row() + " out of order", null);
    }
    return new StoredDocument(parsed.picture(), read, 0);
  }

  private IndexException damaged(String how, @Nullable Throwable cause) {
    return new IndexException(
        Reason.DAMAGED,
        folder.resolve(ExportedIndex.PICTURES) + " is damaged: " + how + "; export it again",
        cause);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(pictures);
    IOUtils.close(vectors.values());
  }
}
