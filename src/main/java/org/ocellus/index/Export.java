package org.ocellus.index;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Metric;

/**
 * Writes all that an index keeps of its pictures as files that any program reads; {@link
 * ExportedIndex} says which. One picture at a time, so that memory does not grow with the index.
 */
public final class Export implements Closeable {
  private final Path folder;
  private final BufferedWriter pictures;
  private final Map<Metric, NpyWriter> vectors = new EnumMap<>(Metric.class);
  private long rows;
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
    return index.read(view -> of(view, index.settings(), index.space().orElse(null), folder));
  }

  private static long of(
      IndexSearcher view, IndexSettings settings, @Nullable Space space, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    refuseFull(folder);
    long count;
    boolean anyVectors;
    try (Export export = new Export(folder)) {
      export.write(view, settings, space);
      count = export.count;
      anyVectors = export.rows > 0;
    }
    ExportedIndex.of(count, settings, anyVectors ? space : null).write(folder);
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

  private void write(IndexSearcher view, IndexSettings settings, @Nullable Space space)
      throws IOException {
    if (space != null) {
      for (Metric metric : settings.metrics()) {
        Path file = ExportedIndex.vectors(folder, metric);
        vectors.put(metric, new NpyWriter(file, space.dimension()));
      }
    }
    LiveDocuments.forEach(view, doc -> write(view, doc));
  }

  private void write(IndexSearcher view, int doc) throws IOException {
    String record = PictureFields.readRecord(view.storedFields(), doc);
    boolean row = false;
    for (Map.Entry<Metric, NpyWriter> file : vectors.entrySet()) {
      float[] vector = StoredVectors.read(view, doc, file.getKey());
      if (vector != null) {
        file.getValue().add(vector);
        row = true;
      }
    }
    // The record is one line, for JSON breaks none within a string.
    pictures.write(
        row
            ? "{\"row\":" + rows++ + ",\"picture\":" + record + "}\n"
            : "{\"picture\":" + record + "}\n");
    count++;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(pictures);
    IOUtils.close(vectors.values());
  }
}
