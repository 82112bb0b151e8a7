package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;

/**
 * The pictures of one index: put, changed, deleted and looked up by id. Safe for use by any number
 * of threads; one process at a time writes, any number read. Changes are found by searches after
 * {@link #refresh}, and survive a crash after {@link #commit}.
 */
public final class PictureIndex implements AutoCloseable {
  private static final double BUFFER_MB = 64;

  private final String location;
  private final IndexSettings settings;
  private final Directory directory;
  private final @Nullable IndexWriter writer;
  private final SearcherManager searchers;
  private volatile @Nullable Space space;

  /** Held shared while a document is put, alone while one is rewritten from what is stored. */
  private final ReadWriteLock rewriting = new ReentrantReadWriteLock();

  private final Set<String> unseen = ConcurrentHashMap.newKeySet();

  private PictureIndex(
      String location, IndexSettings settings, Directory directory, boolean readOnly)
      throws IOException {
    this.location = location;
    this.settings = settings;
    this.directory = directory;
    IndexWriter opened = null;
    try {
      opened = readOnly ? null : writer(directory);
      searchers =
          opened == null ? new SearcherManager(directory, null) : new SearcherManager(opened, null);
      writer = opened;
      space = readSpace();
    } catch (LockObtainFailedException e) {
      throw new IndexException(
          IndexException.Reason.LOCKED,
          "index "
              + location
              + " is being written to by another process: wait for it, or open the index read-only",
          e);
    } catch (IndexNotFoundException e) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "index " + location + " is empty and was never committed: index pictures first",
          e);
    } catch (org.apache.lucene.index.IndexFormatTooOldException
        | org.apache.lucene.index.IndexFormatTooNewException e) {
      throw new IndexException(
          IndexException.Reason.OTHER_VERSION,
          "index " + location + " was written by another Lucene: " + e.getMessage(),
          e);
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        opened.rollback();
      }
      throw e;
    }
  }

  /**
   * Opens an index for reading and writing, and creates it where there is none.
   *
   * @param metrics what it shall hold vectors for; null for what it has, or cosine for a new one
   * @param space the space of the vectors that will be put and asked for; null where unknown
   * @param modelFolder where the model lies, kept for whoever opens the index later
   * @throws IndexException if it cannot be opened, is locked, or holds another model's vectors
   */
  public static PictureIndex open(
      Path folder, @Nullable Set<Metric> metrics, @Nullable Space space, @Nullable Path modelFolder)
      throws IOException {
    if (!IndexSettings.existIn(folder)) {
      Generations.create(
          folder,
          new IndexSettings(
              IndexSettings.FORMAT,
              metrics == null ? Set.of(Metric.COSINE) : metrics,
              space == null ? null : space.model(),
              modelFolder == null ? null : modelFolder.toAbsolutePath().normalize().toString()));
    }
    IndexSettings settings = IndexSettings.read(folder);
    if (metrics != null && !metrics.equals(settings.metrics())) {
      throw new IndexException(
          IndexException.Reason.OTHER_METRIC,
          "index "
              + folder
              + " holds vectors for "
              + settings.metrics()
              + ", not "
              + metrics
              + ": index the pictures into a new folder with the metric you want");
    }
    return open(folder, settings, space, false);
  }

  /**
   * Opens an index for reading alone: takes no lock, sees what was committed.
   *
   * @throws IndexException if there is none, or it holds another model's vectors
   */
  public static PictureIndex openReadOnly(Path folder, @Nullable Space space) throws IOException {
    if (!IndexSettings.existIn(folder)) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "no index at " + folder + ": create it by indexing pictures, or name another folder");
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
    PictureIndex index = new PictureIndex(location, settings, directory, readOnly);
    try {
      if (space != null) {
        index.check(space);
      }
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private static IndexWriter writer(Directory directory) throws IOException {
    IndexWriter writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig(PictureFields.captionAnalyzer())
                .setCodec(VectorFormat.codec())
                .setRAMBufferSizeMB(BUFFER_MB));
    if (!DirectoryReader.indexExists(directory)) {
      writer.commit();
    }
    return writer;
  }

  /** Where it lies, for messages. */
  public String location() {
    return location;
  }

  /** What was chosen when it was created. */
  public IndexSettings settings() {
    return settings;
  }

  /** The space of its vectors; empty while it has none. */
  public Optional<Space> space() {
    return Optional.ofNullable(space);
  }

  /**
   * Puts a picture; one of the same id is replaced.
   *
   * @param vector its raw embedding, of any length but zero; null for a picture without one. The
   *     caller may change the array afterwards
   * @param vectorSpace where the vector lies; null exactly if the vector is
   * @throws IllegalArgumentException if the vector is zero, not finite, or not of the space
   * @throws IndexException if the index holds vectors of another space, is read-only, or the disk
   *     fails
   */
  public void put(StoredPicture picture, float @Nullable [] vector, @Nullable Space vectorSpace)
      throws IOException {
    Document document = PictureFields.document(checked(picture));
    if (vector != null) {
      Space known = Objects.requireNonNull(vectorSpace, "a vector needs its space");
      if (vector.length != known.dimension()) {
        throw new IllegalArgumentException(
            "the vector of "
                + picture.id()
                + " has "
                + vector.length
                + " dimensions, but "
                + known
                + " was expected");
      }
      if (vector.length > VectorFormat.MAX_DIMENSIONS) {
        throw new IllegalArgumentException(
            "the vector of "
                + picture.id()
                + " has "
                + vector.length
                + " dimensions: at most "
                + VectorFormat.MAX_DIMENSIONS
                + " are possible");
      }
      check(known);
      addVectors(document, picture.id(), vector, known);
    }
    rewriting.readLock().lock();
    try {
      unseen.add(picture.id());
      write(w -> w.updateDocument(new Term(PictureFields.ID, picture.id()), document));
    } finally {
      rewriting.readLock().unlock();
    }
  }

  /**
   * Changes what is kept of a picture; its vectors stay as they are. The change may give it a new
   * id, which then replaces any picture that had it.
   *
   * @return false if there is no picture of that id
   */
  public boolean update(String id, UnaryOperator<StoredPicture> change) throws IOException {
    rewriting.writeLock().lock();
    try {
      // A picture put since the last refresh is not yet to be read.
      if (unseen.contains(id)) {
        refresh();
      }
      IndexSearcher searcher = searchers.acquire();
      try {
        int doc = find(searcher, id);
        if (doc < 0) {
          return false;
        }
        StoredPicture changed =
            checked(change.apply(PictureFields.read(searcher.storedFields(), doc)));
        Document document = PictureFields.document(changed);
        for (Metric metric : settings.metrics()) {
          float[] vector = StoredVectors.read(searcher, doc, metric);
          if (vector != null) {
            PictureFields.addVector(document, metric, vector, Objects.requireNonNull(space));
          }
        }
        unseen.add(id);
        unseen.add(changed.id());
        if (!changed.id().equals(id)) {
          write(w -> w.deleteDocuments(new Term(PictureFields.ID, changed.id())));
        }
        write(w -> w.updateDocument(new Term(PictureFields.ID, id), document));
        return true;
      } finally {
        searchers.release(searcher);
      }
    } finally {
      rewriting.writeLock().unlock();
    }
  }

  /** Deletes a picture; does nothing if there is none of that id. */
  public void delete(String id) throws IOException {
    rewriting.readLock().lock();
    try {
      unseen.add(id);
      write(w -> w.deleteDocuments(new Term(PictureFields.ID, id)));
    } finally {
      rewriting.readLock().unlock();
    }
  }

  /** What is kept of a picture, as of the last refresh. */
  public Optional<StoredPicture> get(String id) throws IOException {
    return read(
        searcher -> {
          int doc = find(searcher, id);
          return doc < 0
              ? Optional.empty()
              : Optional.of(PictureFields.read(searcher.storedFields(), doc));
        });
  }

  /** Makes all changes survive a crash, and shows them to searches. */
  public void commit() throws IOException {
    write(IndexWriter::commit);
    refresh();
  }

  /** Shows searches all changes so far; for a read-only index, all that was committed so far. */
  public void refresh() throws IOException {
    rewriting.writeLock().lock();
    try {
      searchers.maybeRefreshBlocking();
      unseen.clear();
    } finally {
      rewriting.writeLock().unlock();
    }
    if (space == null) {
      space = readSpace();
    }
  }

  /** Work on one unchanging view of the index. */
  public interface Reading<T> {
    T read(IndexSearcher searcher) throws IOException;
  }

  /** Runs this on the view of the last refresh, which does not change meanwhile. */
  public <T> T read(Reading<T> reading) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return reading.read(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  /**
   * Checks that vectors of this space may be put or asked for; the first to come decides.
   *
   * @throws IndexException if the index holds vectors of another space
   */
  public void check(Space wanted) throws IndexException {
    Space known;
    synchronized (this) {
      if (space == null) {
        space = wanted;
      }
      known = space;
    }
    if (!known.fingerprint().equals(wanted.fingerprint())) {
      throw new IndexException(
          IndexException.Reason.OTHER_MODEL,
          "index "
              + location
              + " holds vectors of the model "
              + known
              + ", which cannot be compared with those of "
              + wanted
              + ": open it with the model it was made with, or index the pictures into a new"
              + " folder with the other one");
    }
  }

  private void addVectors(Document document, String id, float[] vector, Space known) {
    for (Metric metric : settings.metrics()) {
      PictureFields.addVector(
          document,
          metric,
          metric == Metric.COSINE
              ? Vectors.unit(vector, "picture " + id)
              : Vectors.finite(vector, "picture " + id).clone(),
          known);
    }
  }

  private static StoredPicture checked(StoredPicture picture) {
    PictureFields.checkedExtra(picture.extra());
    return picture;
  }

  /** The document of this id in a view of the index; -1 if there is none. */
  public static int find(IndexSearcher searcher, String id) throws IOException {
    TopDocs found = searcher.search(new TermQuery(new Term(PictureFields.ID, id)), 1);
    return found.scoreDocs.length == 0 ? -1 : found.scoreDocs[0].doc;
  }

  private @Nullable Space readSpace() throws IOException {
    return read(
        searcher -> {
          for (FieldInfo field : FieldInfos.getMergedFieldInfos(searcher.getIndexReader())) {
            Space found = PictureFields.space(field);
            if (found != null) {
              return found;
            }
          }
          return null;
        });
  }

  /** Work for the writer, whose failures mean the disk. */
  private interface Writing {
    void write(IndexWriter writer) throws IOException;
  }

  private void write(Writing writing) throws IOException {
    if (writer == null) {
      throw new IndexException(
          IndexException.Reason.READ_ONLY,
          "index " + location + " was opened read-only: open it for writing to change it");
    }
    try {
      writing.write(writer);
    } catch (AlreadyClosedException e) {
      // Lucene closes a writer at its first failure, and tells the cause only here.
      if (e.getCause() == null) {
        throw e;
      }
      throw disk(e.getCause());
    } catch (IOException e) {
      throw disk(e);
    }
  }

  private IndexException disk(Throwable cause) {
    return new IndexException(
        IndexException.Reason.DISK,
        "index "
            + location
            + " cannot be written: "
            + cause.getMessage()
            + "; what was committed before is safe: free some space, then open the index again",
        cause);
  }

  /** Statistics on the live view, for {@code info}. */
  public Map<String, Object> statistics() throws IOException {
    return read(
        searcher -> {
          long bytes = 0;
          for (String file : directory.listAll()) {
            bytes += directory.fileLength(file);
          }
          return Map.of(
              "pictures", searcher.getIndexReader().numDocs(),
              "segments", searcher.getIndexReader().leaves().size(),
              "bytes", bytes);
        });
  }

  /** Commits what was not yet, and closes the index. */
  @Override
  public void close() throws IOException {
    try (Directory closing = directory) {
      searchers.close();
      if (writer != null) {
        write(IndexWriter::close);
      }
    }
  }
}
