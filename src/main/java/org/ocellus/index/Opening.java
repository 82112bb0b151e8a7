package org.ocellus.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;

/** How an index is opened or created, and what may be wrong with it. */
final class Opening {
  private static final double BUFFER_MB = 64;

  private Opening() {}

  static PictureIndex forWriting(
      Path folder,
      @Nullable VectorStorage vectors,
      @Nullable Space space,
      @Nullable Path modelFolder)
      throws IOException {
    if (!IndexSettings.existIn(folder)) {
      Generations.create(
          folder,
          IndexSettings.of(
              vectors == null ? VectorStorage.DEFAULT : vectors,
              space == null ? null : space.model(),
              modelFolder == null ? null : modelFolder.toAbsolutePath().normalize().toString()));
    }
    IndexSettings settings = IndexSettings.read(folder);
    if (vectors != null && !vectors.equals(settings.vectors())) {
      throw new IndexException(
          Reason.OTHER_STORAGE,
          "index %s keeps its vectors for %s, not for %s: change that with reindex, or open it as it is"
              .formatted(folder, settings.vectors(), vectors));
    }
    return open(folder, settings, space, false);
  }

  static PictureIndex forReading(Path folder, @Nullable Space space) throws IOException {
    if (!IndexSettings.existIn(folder)) {
      throw new IndexException(
          Reason.NOT_AN_INDEX,
          "no index at %s: create it by indexing pictures, or name another folder"
              .formatted(folder));
    }
    return open(folder, IndexSettings.read(folder), space, true);
  }

  private static PictureIndex open(
      Path folder, IndexSettings settings, @Nullable Space space, boolean readOnly)
      throws IOException {
    Directory directory = FSDirectory.open(Generations.live(folder));
    try {
      return open(folder.toString(), settings, directory, space, readOnly);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Opens the pictures in this Lucene directory, which is closed with them. */
  static PictureIndex open(
      String location,
      IndexSettings settings,
      Directory directory,
      @Nullable Space space,
      boolean readOnly)
      throws IOException {
    IndexWriter writer = null;
    SearcherManager searchers = null;
    try {
      writer = readOnly ? null : writer(directory, settings.quantization());
      searchers =
          writer == null ? new SearcherManager(directory, null) : new SearcherManager(writer, null);
      PictureIndex index = new PictureIndex(location, settings, directory, writer, searchers);
      if (space != null) {
        index.check(space);
      }
      return index;
    } catch (LockObtainFailedException e) {
      throw new IndexException(
          Reason.LOCKED,
          "index %s is being written to by another process: wait for it, or open the index read-only"
              .formatted(location),
          e);
    } catch (IndexNotFoundException e) {
      throw new IndexException(
          Reason.NOT_AN_INDEX,
          "index %s was never committed: index pictures first".formatted(location),
          e);
    } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
      throw new IndexException(
          Reason.OTHER_VERSION,
          "index %s was written by another Lucene: %s".formatted(location, e.getMessage()),
          e);
    } catch (CorruptIndexException | NoSuchFileException | FileNotFoundException e) {
      IOUtils.closeWhileHandlingException(searchers, writer);
      throw new IndexException(
          Reason.DAMAGED,
          "index %s is damaged: %s; restore it from a backup, or index the pictures anew"
              .formatted(location, e.getMessage()),
          e);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(searchers);
      if (writer != null) {
        writer.rollback();
      }
      throw e;
    }
  }

  private static IndexWriter writer(Directory directory, Quantization quantization)
      throws IOException {
    boolean exists = DirectoryReader.indexExists(directory);
    if (!exists && Arrays.stream(directory.listAll()).anyMatch(file -> file.startsWith("_"))) {
      // Lucene would begin anew and remove what is left.
      throw new CorruptIndexException("segments but no list of them", directory.toString());
    }
    IndexWriter writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig(PictureFields.captionAnalyzer())
                .setCodec(VectorFormat.codec(quantization))
                .setRAMBufferSizeMB(BUFFER_MB));
    if (!exists) {
      writer.commit();
    }
    return writer;
  }
}
