package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Model;

/**
 * The pictures of one index: put, changed, deleted and looked up by id. Safe for use by any number
 * of threads; one process at a time writes, any number read. Changes are found by searches after
 * {@link #refresh}, and survive a crash after {@link #commit}.
 */
public final class PictureIndex implements AutoCloseable {
  private final LiveGeneration live;
  private volatile Captions captions = new Captions(null);

  /** Held shared while a document is put, alone while one is rewritten from what is stored. */
  private final ReadWriteLock rewriting = new ReentrantReadWriteLock();

  /**
   * @param wanted the space of the vectors that will be put and asked for; null where unknown
   * @param live closed with it
   */
  PictureIndex(Path folder, @Nullable Space wanted, Generation live) {
    this.live = new LiveGeneration(folder, wanted, live);
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
    Objects.requireNonNull(folder, "folder");
    return new PictureIndex(folder, space, Opening.forWriting(folder, vectors, space, modelFolder));
  }

  /**
   * Opens an index for reading alone: takes no lock, sees what was committed.
   *
   * @throws IndexException if there is none, or it holds another model's vectors
   */
  public static PictureIndex openReadOnly(Path folder, @Nullable Space space) throws IOException {
    Objects.requireNonNull(folder, "folder");
    return new PictureIndex(folder, space, Opening.forReading(folder, space));
  }

  /**
   * The pictures in a view of a Lucene index that somebody else makes, for reading alone. It owns
   * nothing and needs no closing: it is at an end when the reader is closed by its owner.
   *
   * @param quantization of its vectors, which a reader does not tell
   * @throws IndexException if it holds vectors of two models
   */
  public static PictureIndex over(DirectoryReader reader, Quantization quantization)
      throws IOException {
    return new PictureIndex(Path.of(""), null, Opening.over(reader, quantization));
  }

  /** Where it lies, for messages. */
  public String location() {
    return live.get().location();
  }

  /** What was chosen when it was created, or last built anew. */
  public IndexSettings settings() {
    return live.get().settings();
  }

  /** The space of its vectors; empty while it has none. */
  public Optional<Space> space() {
    return live.get().space();
  }

  /** The space of its captions' vectors, and of pictures among them; empty while it has none. */
  public Optional<Space> textSpace() {
    return live.get().textSpace();
  }

  /**
   * From now on captions get vectors by this model, if it reads text.
   *
   * @param model null for none; not closed with the index
   */
  public void readCaptionsBy(@Nullable Model model) {
    captions = new Captions(model);
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
    put(picture, new PictureVectors(vector, vectorSpace, null, null));
  }

  /**
   * Puts a picture with all that a network made of it, and a vector of its caption; one of the same
   * id is replaced.
   *
   * @throws IllegalArgumentException as the other does
   * @throws IndexException as the other does
   */
  public void put(StoredPicture picture, PictureVectors vectors) throws IOException {
    rewriting.readLock().lock();
    try {
      Document document = PictureFields.document(picture);
      Map<VectorField, float[]> kept = vectors.kept(settings().metrics(), picture.id());
      Space added = captions.complete(picture, kept);
      Space text = vectors.textSpace() == null ? added : vectors.textSpace();
      addChecked(document, kept, new Spaces(vectors.space(), text));
      live.get().put(picture.id(), document);
    } finally {
      rewriting.readLock().unlock();
    }
  }

  /** Those of its vectors. */
  Spaces spaces() {
    return new Spaces(space().orElse(null), textSpace().orElse(null));
  }

  private void addChecked(Document document, Map<VectorField, float[]> vectors, Spaces spaces)
      throws IndexException {
    PictureFields.addVectors(document, vectors, spaces);
    for (VectorField field : vectors.keySet()) {
      if (field.isOfText()) {
        checkText(spaces.of(field));
      } else {
        check(spaces.of(field));
      }
    }
  }

  /** Puts all that was read of a picture, its vectors as they are. */
  void put(StoredDocument stored, Spaces spaces) throws IOException {
    Document document = PictureFields.document(stored.picture());
    rewriting.readLock().lock();
    try {
      addChecked(document, stored.vectorsFor(settings().vectors()), spaces);
      live.get().put(stored.picture().id(), document);
    } finally {
      rewriting.readLock().unlock();
    }
  }

  /**
   * Puts a picture merged with the one of its id as it is at this moment, so that nothing said of
   * it meanwhile is lost. Changes not yet refreshed may become visible.
   *
   * @param merging of what is stored and {@code picture}, under the same id; not asked where
   *     nothing is stored
   * @throws IllegalArgumentException as {@link #put} does
   * @throws IndexException as {@link #put} does
   */
  public void merge(
      StoredPicture picture, PictureVectors vectors, BinaryOperator<StoredPicture> merging)
      throws IOException {
    live.run(generation -> generation.refreshIfUnseen(picture.id()));
    rewriting.writeLock().lock();
    try {
      live.get().refreshIfUnseen(picture.id());
      Optional<StoredPicture> stored = get(picture.id());
      put(stored.isPresent() ? merging.apply(stored.get(), picture) : picture, vectors);
    } finally {
      rewriting.writeLock().unlock();
    }
  }

  /**
   * Changes what is kept of a picture; its vectors stay as they are. The change may give it a new
   * id, which then replaces any picture that had it. Changes not yet refreshed may become visible.
   *
   * @return false if there is no picture of that id
   */
  public boolean update(String id, UnaryOperator<StoredPicture> change) throws IOException {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(change, "change");
    live.get().requireWritable();
    // A picture put since the last refresh is not yet to be read. Most often nobody changes it
    // again before the lock is held, so that others need not wait for a refresh.
    live.run(generation -> generation.refreshIfUnseen(id));
    rewriting.writeLock().lock();
    try {
      live.get().refreshIfUnseen(id);
      return read(searcher -> rewrite(searcher, id, change));
    } finally {
      rewriting.writeLock().unlock();
    }
  }

  private boolean rewrite(IndexSearcher searcher, String id, UnaryOperator<StoredPicture> change)
      throws IOException {
    int doc = find(searcher, id);
    if (doc < 0) {
      return false;
    }
    StoredDocument stored = StoredDocument.read(searcher, doc);
    StoredPicture changed =
        Objects.requireNonNull(change.apply(stored.picture()), "the change of a picture gave null");
    Document document = PictureFields.document(changed);
    Map<VectorField, float[]> vectors = new EnumMap<>(VectorField.class);
    vectors.putAll(stored.vectors());
    Captions.dropChanged(stored.picture(), changed, vectors);
    Space added = captions.complete(changed, vectors);
    if (added != null) {
      checkText(added);
    }
    addChecked(document, vectors, spaces());
    live.get().replace(id, changed.id(), document);
    return true;
  }

  /** Deletes a picture; does nothing if there is none of that id. */
  public void delete(String id) throws IOException {
    Objects.requireNonNull(id, "id");
    rewriting.readLock().lock();
    try {
      live.get().delete(id);
    } finally {
      rewriting.readLock().unlock();
    }
  }

  /** What is kept of a picture, as of the last refresh. */
  public Optional<StoredPicture> get(String id) throws IOException {
    Objects.requireNonNull(id, "id");
    return read(
        searcher -> {
          int doc = find(searcher, id);
          return doc < 0
              ? Optional.empty()
              : Optional.of(PictureFields.read(searcher.storedFields(), doc));
        });
  }

  /**
   * Whether a picture has the vectors that are made of its pixels, as of the last refresh; false if
   * there is none of that id.
   *
   * @param amongSentences whether its place among sentences is one of them
   */
  public boolean isSeen(String id, boolean amongSentences) throws IOException {
    return read(
        searcher -> {
          int doc = find(searcher, id);
          return doc >= 0
              && StoredVectors.read(searcher, doc, VectorField.of(settings().defaultMetric()))
                  != null
              && (!amongSentences
                  || StoredVectors.read(searcher, doc, VectorField.TEXT_EMBEDDING) != null);
        });
  }

  /** Shows each picture, as of the last refresh, in no order that means anything. */
  public void forEach(Consumer<StoredPicture> action) throws IOException {
    Objects.requireNonNull(action, "action");
    read(
        view -> {
          StoredFields stored = view.storedFields();
          LiveDocuments.forEach(view, doc -> action.accept(PictureFields.read(stored, doc)));
          return null;
        });
  }

  /** Makes all changes survive a crash, and shows them to searches. */
  public void commit() throws IOException {
    live.run(Generation::commit);
  }

  /**
   * Shows searches all changes so far; for a read-only index, all that was committed so far, also
   * by a process that has meanwhile put a new generation in the place of this one.
   *
   * @throws IndexException if another process has meanwhile put vectors of another model into an
   *     index that had none, or built it anew with another model; what was seen before stays
   */
  public void refresh() throws IOException {
    live.follow();
    live.run(Generation::refresh);
  }

  /**
   * Merges all segments into one and commits, for a collection that is finished: searches are
   * faster, and what was replaced or deleted leaves the disk. Takes about as long as indexing the
   * vectors did, and while it lasts up to three times the space. Adding and searching go on.
   */
  public void optimize() throws IOException {
    live.run(Generation::optimize);
  }

  /** The generation in which everything happens. */
  LiveGeneration live() {
    return live;
  }

  /** What must hold before a generation is replaced. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Goes on with another generation, if the condition holds while nothing is written. */
  boolean replaceLive(Generation next, Condition condition, Consumer<Runnable> swap)
      throws IOException {
    rewriting.writeLock().lock();
    try {
      if (!condition.holds()) {
        return false;
      }
      live.replace(next, swap);
    } finally {
      rewriting.writeLock().unlock();
    }
    live.removeReplaced();
    return true;
  }

  /** Work on one unchanging view of the index. */
  public interface Reading<T> {
    T read(IndexSearcher searcher) throws IOException;
  }

  /** Runs this on the view of the last refresh, which does not change meanwhile. */
  public <T> T read(Reading<T> reading) throws IOException {
    return view(view -> reading.read(view.searcher()));
  }

  /** Work on one unchanging view of the index that may be kept for later. */
  public interface Viewing<T> {
    T read(View view) throws IOException;
  }

  /** Runs this on the view of the last refresh, which does not change meanwhile. */
  public <T> T view(Viewing<T> viewing) throws IOException {
    return live.view(viewing);
  }

  /**
   * Runs this on a view that was kept.
   *
   * @throws IndexException if it is not kept any more, or never was by this opening of the index
   */
  public <T> T view(Snapshot snapshot, Viewing<T> viewing) throws IOException {
    return live.view(snapshot, viewing);
  }

  /**
   * Checks that vectors of this space may be put or asked for; the first to come decides.
   *
   * @throws IndexException if the index holds vectors of another space
   */
  public void check(Space wanted) throws IndexException {
    live.get().check(wanted);
  }

  /** The same of sentences. */
  public void checkText(Space wanted) throws IndexException {
    live.get().checkText(wanted);
  }

  /** Whether its vectors are of this space. */
  public boolean isOf(Space other) {
    return space().map(Space::fingerprint).filter(other.fingerprint()::equals).isPresent();
  }

  /**
   * Whether there is nothing that this model would make otherwise of captions, and of pictures
   * among them.
   */
  public boolean isOfText(Model model) throws IOException {
    Space wanted = Space.ofText(model);
    Optional<Fingerprint> there = textSpace().map(Space::fingerprint);
    return there.equals(Optional.ofNullable(wanted).map(Space::fingerprint));
  }

  /** Whether some captions have no vector, for they were put without a model that reads text. */
  public boolean lacksCaptions() throws IOException {
    Query needNone =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(PictureFields.PREDICTED_CAPTION, "true")), Occur.FILTER)
            .add(new FieldExistsQuery(VectorField.TEXT_EMBEDDING.field()), Occur.FILTER)
            .build();
    Query lacking =
        new BooleanQuery.Builder()
            .add(new FieldExistsQuery(PictureFields.CAPTION), Occur.FILTER)
            .add(new FieldExistsQuery(VectorField.CAPTION_EMBEDDING.field()), Occur.MUST_NOT)
            .add(needNone, Occur.MUST_NOT)
            .build();
    return read(view -> view.count(lacking) > 0);
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

  /** How large it is, as of the last refresh. */
  public IndexStatistics statistics() throws IOException {
    return read(IndexStatistics::of);
  }

  /** Commits what was not yet, and closes the index. */
  @Override
  public void close() throws IOException {
    live.get().close();
  }
}
