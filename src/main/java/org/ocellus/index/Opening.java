package org.ocellus.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.IndexException.Reason;
import org.ocellus.model.Metric;

/** How an index is opened or created, and what may be wrong with it. */
final class Opening {
  /**
   * What is gathered before it becomes a segment: a sixteenth of the heap, within bounds. The fewer
   * segments, the less is built anew when they are merged.
   */
  private static final double BUFFER_MB =
      Math.clamp(Runtime.getRuntime().maxMemory() / (16 << 20), 64, 256);

  private Opening() {}

  static Generation forWriting(
      Path folder,
      @Nullable VectorStorage vectors,
      @Nullable Space space,
      @Nullable Path modelFolder)
      throws IOException {
    Generation live;
    try {
      if (!IndexSettings.existIn(folder)) {
        Generations.create(
            folder,
            IndexSettings.of(
                    vectors == null ? VectorStorage.DEFAULT : vectors,
                    space == null ? null : space.model(),
                    absolute(modelFolder))
                .withNewId());
      }
      live = live(folder, space, false);
    } catch (IndexException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new IndexException(
          Reason.DISK,
          "index %s cannot be opened for writing: %s; free some space, then open it again"
              .formatted(folder, e.getMessage()),
          e);
    }
    IndexSettings settings = live.settings();
    boolean isThere = modelFolder == null || Files.isDirectory(modelFolder);
    if (space != null && isThere && hasLostItsModel(settings)) {
      // Whoever opens it later shall find the model where it lies now.
      live.close();
      Generations.rewrite(
          folder, live.name(), settings.withModel(space.model(), absolute(modelFolder)));
      live = live(folder, space, false);
    }
    VectorStorage present = live.settings().vectors();
    if (vectors != null && !vectors.equals(present)) {
      live.close();
      throw new IndexException(
          Reason.OTHER_STORAGE,
          "index %s keeps its vectors for %s, not for %s: change that with reindex, or open it as it is"
              .formatted(folder, present, vectors));
    }
    Generations.removeReplaced(folder);
    return live;
  }

  private static boolean hasLostItsModel(IndexSettings settings) {
    String folder = settings.modelFolder();
    return settings.model() == null || folder != null && Files.notExists(Path.of(folder));
  }

  static @Nullable String absolute(@Nullable Path modelFolder) {
    return modelFolder == null ? null : modelFolder.toAbsolutePath().normalize().toString();
  }

  static Generation forReading(Path folder, @Nullable Space space) throws IOException {
    IndexSettings.requireIn(folder);
    return live(folder, space, true);
  }

  /** Opens the live generation for reading, unless it is the one that is open. */
  static Generation follow(Path folder, @Nullable Space space, Generation open) throws IOException {
    return Generations.live(folder).equals(open.name()) ? open : live(folder, space, true);
  }

  /** Opens the live generation; again, if another process replaces it meanwhile. */
  private static Generation live(Path folder, @Nullable Space space, boolean readOnly)
      throws IOException {
    while (true) {
      String name = Generations.live(folder);
      Generation opened;
      try {
        opened = open(folder, name, space, readOnly);
      } catch (IOException e) {
        if (name.equals(Generations.live(folder))) {
          throw e;
        }
        continue;
      }
      if (name.equals(Generations.live(folder))) {
        return opened;
      }
      opened.close();
    }
  }

  /** Opens a generation. */
  static Generation open(Path folder, String name, @Nullable Space space, boolean readOnly)
      throws IOException {
    IndexSettings settings = Generations.settings(folder, name);
    Directory directory = FSDirectory.open(folder.resolve(name));
    try {
      return open(folder.toString(), name, settings, directory, space, readOnly);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Opens the generation in this Lucene directory, which is closed with it. */
  static Generation open(
      String location,
      String name,
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
      Generation opened =
          new Generation(
              location, name, settings, directory, writer, searchers, new Snapshots(true));
      if (space != null) {
        opened.check(space);
      }
      return opened;
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

  /** A view of an index of somebody else's; not to be closed, for it owns nothing. */
  static Generation over(DirectoryReader reader, Quantization quantization) throws IOException {
    Set<Metric> metrics = EnumSet.noneOf(Metric.class);
    for (FieldInfo field : FieldInfos.getMergedFieldInfos(reader)) {
      VectorField ours = VectorField.named(field.name);
      if (ours != null && !ours.isOfText() && field.hasVectorValues()) {
        metrics.add(ours.metric());
      }
    }
    VectorStorage vectors =
        metrics.isEmpty() ? VectorStorage.DEFAULT : new VectorStorage(metrics, quantization);
    return new Generation(
        reader.directory().toString(),
        "",
        IndexSettings.of(vectors, null, null),
        reader.directory(),
        null,
        new SearcherManager(reader, null),
        new Snapshots(false));
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
            new IndexWriterConfig(PictureFields.analyzer())
                .setCodec(VectorFormat.mergedCodec(quantization))
                .setMergePolicy(new NeighbourMergePolicy(new TieredMergePolicy()))
                // Nobody waits for a merge but who optimises.
                .setMaxFullFlushMergeWaitMillis(0)
                .setIndexDeletionPolicy(
                    new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()))
                .setRAMBufferSizeMB(BUFFER_MB));
    if (!exists) {
      writer.commit();
    }
    return writer;
  }
}
