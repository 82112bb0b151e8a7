package org.ocellus.index;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.IOUtils;
import org.ocellus.index.IndexException.Reason;

/**
 * Writes all that an index keeps of its pictures as files that any program reads; {@link
 * ExportedIndex} says which. One picture at a time, so that memory does not grow with the index.
 */
public final class Export implements Closeable {
  private final Path folder;
  private final BufferedWriter pictures;
  private final Map<VectorField, NpyWriter> vectors = new EnumMap<>(VectorField.class);
  private final Map<VectorField, Long> rows = new EnumMap<>(VectorField.class);
  private long count;

  private Export(Path folder) throws IOException {
    this.folder = folder;
    this.pictures = Files.newBufferedWriter(folder.resolve(ExportedIndex.PICTURES));
  }

  /**
   * Exports what the last refresh shows; see {@code VisualIndex.exportTo}.
   *
   * @param folder new or empty
   * @return how many pictures that were
   */
  public static long of(PictureIndex index, Path folder) throws IOException {
    return index.read(view -> of(view, index.settings(), index.spaces(), folder));
  }

  private static long of(IndexSearcher view, IndexSettings settings, Spaces spaces, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    refuseFull(folder);
    long count;
    boolean anyVectors;
    boolean anyText;
    try (Export export = new Export(folder)) {
      export.write(view, ExportedIndex.of(0, settings, spaces));
      count = export.count;
      anyVectors = export.rows.keySet().stream().anyMatch(field -> !field.isOfText());
      anyText = export.rows.keySet().stream().anyMatch(VectorField::isOfText);
    }
    Spaces there =
        new Spaces(anyVectors ? spaces.pictures() : null, anyText ? spaces.text() : null);
    ExportedIndex.of(count, settings, there).write(folder);
    return count;
  }

  private static void refuseFull(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new IndexException(
            Reason.NOT_AN_INDEX, folder + " is not empty: name a new folder to export to");
      }
    }
  }

  private void write(IndexSearcher view, ExportedIndex exported) throws IOException {
    for (VectorField field : exported.fields()) {
      Path file = ExportedIndex.vectors(folder, field);
      vectors.put(field, new NpyWriter(file, exported.spaces().of(field).dimension()));
    }
    LiveDocuments.forEach(view, doc -> write(view, doc));
  }

  private void write(IndexSearcher view, int doc) throws IOException {
    String record = PictureFields.readRecord(view.storedFields(), doc);
    Map<String, Long> row = new LinkedHashMap<>();
    for (Map.Entry<VectorField, NpyWriter> file : vectors.entrySet()) {
      float[] vector = StoredVectors.read(view, doc, file.getKey());
      if (vector != null) {
        file.getValue().add(vector);
        row.put(ExportedIndex.row(file.getKey()), rows.merge(file.getKey(), 1L, Long::sum) - 1);
      }
    }
    StringBuilder line = new StringBuilder("{");
    row.forEach((name, number) -> line.append('"' + name + "\":" + number + ","));
    // The record is one line, for JSON breaks none within a string.
    pictures.write(line + "\"picture\":" + record + "}\n");
    count++;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(pictures);
    IOUtils.close(vectors.values());
  }
}
