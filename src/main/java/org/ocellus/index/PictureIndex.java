package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;

/**
 * The pictures of one index: put, changed, deleted and looked up by id. Safe for use by any number
 * of threads; one process at a time writes, any number read. Changes are found by searches after
 * {@link #refresh}, and survive a crash after {@link #commit}.
 */
public final class PictureIndex implements AutoCloseable {
  /** How many ids are remembered as changed before all of them count as such. */
  private static final int MOST_UNSEEN = 100_000;

  private final String location;
  private final IndexSettings settings;
  private final Directory directory;
  private final @Nullable IndexWriter writer;
  private final SearcherManager searchers;
  private final HeldSpace space;

  /** Held shared while a document is put, alone while one is rewritten from what is stored. */
  private final ReadWriteLock rewriting = new ReentrantReadWriteLock();

  /** Ids changed since the last refresh, which the current view shows as they were. */
  private final Set<String> unseen = ConcurrentHashMap.newKeySet();

  private volatile boolean manyUnseen;

  PictureIndex(
      String location,
      IndexSettings settings,
      Directory directory,
      @Nullable IndexWriter writer,
      SearcherManager searchers)
      throws IOException {
    this.location = location;
    this.settings = settings;
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.space = new HeldSpace(location);
    learnSpace();
  }

  /**
   * Opens an index for reading and writing, and creates it where there is none.
   *
   * @param vectors how it shall keep them; null for as it does, or {@link VectorStorage#DEFAULT}
   * @param space the space of the vectors that will be put and asked for; null where unknown
   * @param modelFolder where the model lies, kept for whoever opens the index later
   * @throws IndexException if it cannot be opened, is locked, or holds another model's vectors
   */
  public static PictureIndex open(
      Path folder,
      @Nullable VectorStorage vectors,
      @Nullable Space space,
      @Nullable Path modelFolder)
      throws IOException {
    return Opening.forWriting(folder, vectors, space, modelFolder);
  }

  /**
   * Opens an index for reading alone: takes no lock, sees what was committed.
   *
   * @throws IndexException if there is none, or it holds another model's vectors
   */
  public static PictureIndex openReadOnly(Path folder, @Nullable Space space) throws IOException {
    return Opening.forReading(folder, space);
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
    return space.current();
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
    Document document = PictureFields.document(picture);
    if (vector != null) {
      Space known = Objects.requireNonNull(vectorSpace, "a vector needs its space");
      known.checkFits(vector, picture.id());
      addVectors(document, picture.id(), vector, known);
      check(known);
    }
    rewriting.readLock().lock();
    try {
      changing(picture.id());
      write(w -> w.updateDocument(PictureFields.id(picture.id()), document));
    } finally {
      rewriting.readLock().unlock();
    }
  }

  /**
   * Changes what is kept of a picture; its vectors stay as they are. The change may give it a new
   * id, which then replaces any picture that had it. Changes not yet refreshed may become visible.
   *
   * @return false if there is no picture of that id
   */
  public boolean update(String id, UnaryOperator<StoredPicture> change) throws IOException {
    rewriting.writeLock().lock();
    try {
      // A picture put since the last refresh is not yet to be read.
      if (manyUnseen || unseen.contains(id)) {
        refresh();
      }
      IndexSearcher searcher = searchers.acquire();
      try {
        int doc = find(searcher, id);
        if (doc < 0) {
          return false;
        }
        StoredPicture changed = change.apply(PictureFields.read(searcher.storedFields(), doc));
        Document document = PictureFields.document(changed);
        for (Metric metric : settings.metrics()) {
          float[] vector = StoredVectors.read(searcher, doc, metric);
          if (vector != null) {
            PictureFields.addVector(document, metric, vector, space.current().orElseThrow());
          }
        }
        changing(id);
        changing(changed.id());
        if (!changed.id().equals(id)) {
          write(w -> w.deleteDocuments(PictureFields.id(changed.id())));
        }
        write(w -> w.updateDocument(PictureFields.id(id), document));
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
      changing(id);
      write(w -> w.deleteDocuments(PictureFields.id(id)));
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

  /** Shows each picture, as of the last refresh, in no order that means anything. */
  public void forEach(Consumer<StoredPicture> action) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        StoredFields stored = leaf.reader().storedFields();
        Bits live = leaf.reader().getLiveDocs();
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
          if (live == null || live.get(doc)) {
            action.accept(PictureFields.read(stored, doc));
          }
        }
      }
    } finally {
      searchers.release(searcher);
    }
  }

  /** Makes all changes survive a crash, and shows them to searches. */
  public void commit() throws IOException {
    write(w -> Undisturbed.run(w::commit));
    refresh();
  }

  /**
   * Shows searches all changes so far; for a read-only index, all that was committed so far.
   *
   * @throws IndexException if another process has meanwhile put vectors of another model into an
   *     index that had none
   */
  public void refresh() throws IOException {
    rewriting.writeLock().lock();
    try {
      Undisturbed.run(searchers::maybeRefreshBlocking);
      unseen.clear();
      manyUnseen = false;
    } catch (AlreadyClosedException e) {
      throw closed(e);
    } catch (IOException e) {
      throw disk(e);
    } finally {
      rewriting.writeLock().unlock();
    }
    learnSpace();
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
    space.check(wanted);
  }

  private void changing(String id) {
    if (unseen.size() >= MOST_UNSEEN) {
      manyUnseen = true;
    } else {
      unseen.add(id);
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

  /** The document of this id in a view of the index; -1 if there is none. */
  public static int find(IndexSearcher searcher, String id) throws IOException {
    Term term = PictureFields.id(id);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
      Bits live = leaf.reader().getLiveDocs();
      while (postings != null && postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(postings.docID())) {
          return leaf.docBase + postings.docID();
        }
      }
    }
    return -1;
  }

  private void learnSpace() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      for (FieldInfo field : FieldInfos.getMergedFieldInfos(searcher.getIndexReader())) {
        Space found = PictureFields.space(field);
        if (found != null) {
          space.found(found);
        }
      }
    } finally {
      searchers.release(searcher);
    }
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
    // Java closes the files of an interrupted thread, and Lucene's would be among them.
    boolean interrupted = Thread.interrupted();
    try {
      writing.write(writer);
    } catch (AlreadyClosedException e) {
      throw closed(e);
    } catch (IOException e) {
      throw disk(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lucene closes a writer at its first failure, and tells the cause only here. */
  private IOException closed(AlreadyClosedException e) {
    if (e.getCause() == null) {
      throw e;
    }
    return disk(e.getCause());
  }

  private IndexException disk(Throwable cause) {
    return new IndexException(
        IndexException.Reason.DISK,
        """
        index %s cannot be written: %s; what was committed before is safe: free some space, then \
        open the index again"""
            .formatted(location, cause.getMessage()),
        cause);
  }

  /** How large it is, as of the last refresh. */
  public IndexStatistics statistics() throws IOException {
    return read(searcher -> IndexStatistics.of(searcher.getIndexReader(), directory));
  }

  /** Commits what was not yet, and closes the index. */
  @Override
  public void close() throws IOException {
    try (Directory closing = directory) {
      searchers.close();
      if (writer != null) {
        write(w -> Undisturbed.run(w::close));
      }
    }
  }
}
