package org.ocellus.index;

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
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Metric;

/** Puts exported pictures into an index, one at a time, their vectors bit by bit as they were. */
public final class Import implements Closeable {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final ExportedIndex exported;
  private final BufferedReader pictures;
  private final Map<Metric, NpyReader> vectors = new EnumMap<>(Metric.class);
  private long rows;
  private long line;

  private record Line(@Nullable Long row, StoredPicture picture) {}

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
    String model = exported.settings().modelFolder();
    Path modelFolder = model == null ? null : Path.of(model);
    try (PictureIndex opened = PictureIndex.open(index, wanted, exported.space(), modelFolder);
        Import reading = new Import(folder, exported)) {
      requireYields(folder, has, opened.settings().vectors());
      reading.into(opened);
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

  private void into(PictureIndex index) throws IOException {
    if (exported.space() != null) {
      for (Metric metric : exported.settings().metrics()) {
        vectors.put(metric, new NpyReader(ExportedIndex.vectors(folder, metric)));
      }
    }
    try {
      for (String text = pictures.readLine(); text != null; text = pictures.readLine()) {
        line++;
        index.put(read(text), exported.space());
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
    Map<Metric, float[]> read = new EnumMap<>(Metric.class);
    if (parsed.row() != null) {
      if (parsed.row() != rows++ || vectors.isEmpty()) {
        throw damaged("line " + line + " has the row " + parsed.row() + " out of order", null);
      }
      for (Map.Entry<Metric, NpyReader> file : vectors.entrySet()) {
        read.put(file.getKey(), file.getValue().next());
      }
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
