package org.ocellus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ocellus.duplicates.DuplicateGroup;
import org.ocellus.duplicates.DuplicateSearch;
import org.ocellus.duplicates.Duplicates;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Backup;
import org.ocellus.index.BackupReport;
import org.ocellus.index.Export;
import org.ocellus.index.Import;
import org.ocellus.index.IndexException;
import org.ocellus.index.IndexSettings;
import org.ocellus.index.IndexStatistics;
import org.ocellus.index.KeptCalibration;
import org.ocellus.index.Picture;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.PictureVectors;
import org.ocellus.index.SourceCheck;
import org.ocellus.index.Space;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.index.VectorStorage;
import org.ocellus.index.Vectors;
import org.ocellus.index.Verification;
import org.ocellus.index.VerifyReport;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.ingest.IngestRun;
import org.ocellus.ingest.PictureReader;
import org.ocellus.ingest.Progress;
import org.ocellus.ingest.Reindex;
import org.ocellus.ingest.ReindexReport;
import org.ocellus.ingest.ReindexRun;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import org.ocellus.query.Cursor;
import org.ocellus.query.Facet;
import org.ocellus.query.Facets;
import org.ocellus.query.Hits;
import org.ocellus.query.VisualQuery;
import org.ocellus.query.VisualSearch;
import org.ocellus.query.language.QueryLanguage;

/**
 * A visual search index in a folder of its own: pictures go in, questions are answered.
 *
 * <pre>{@code
 * try (var index = VisualIndex.open(Path.of("photos.index"), Model.bundled())) {
 *   index.add(Picture.of(Path.of("bridge.jpg")).keywords("bridge", "lisbon"));
 *   index.commit();
 *   Hits hits = index.search(similarTo(Path.of("query.jpg")).where(keyword("lisbon")));
 * }
 * }</pre>
 *
 * <p>Safe for use by any number of threads. One process at a time may have an index open for
 * writing, any number for reading. Searches see changes after {@link #refresh} or {@link #commit};
 * a crash spares what was committed.
 */
public final class VisualIndex implements AutoCloseable {
  private final PictureIndex index;
  private final ImageDecoder decoder = new ImageDecoder();

  /** Held shared by whoever embeds and puts pictures, alone while a reindex comes to its end. */
  private final ReadWriteLock adding = new ReentrantReadWriteLock();

  /** Held shared by whoever searches, alone while index and model are replaced together. */
  private final ReadWriteLock searching = new ReentrantReadWriteLock();

  private volatile @Nullable Model model;
  private volatile VisualSearch search;
  private volatile KeptCalibration calibration;

  private VisualIndex(PictureIndex index, @Nullable Model model, KeptCalibration calibration) {
    this.index = index;
    this.model = model;
    this.calibration = calibration;
    this.search = new VisualSearch(index, model, decoder, calibration);
    index.readCaptionsBy(model);
  }

  /**
   * Opens an index without a model, and creates it where there is none: for keywords, text,
   * similarity to indexed pictures, and vectors of one's own. ONNX Runtime is not loaded.
   *
   * @throws IndexException if it cannot be opened or another process is writing to it
   */
  public static VisualIndex open(Path folder) throws IOException {
    return new VisualIndex(
        PictureIndex.open(folder, null, null, null), null, new KeptCalibration(folder, null));
  }

  /**
   * Opens an index, and creates it, for cosine, where there is none.
   *
   * @param model makes the embeddings; closed with the index, or at once if opening fails
   * @throws IndexException if it cannot be opened, another process is writing to it, or its vectors
   *     come from another model
   */
  public static VisualIndex open(Path folder, Model model) throws IOException {
    return open(folder, Objects.requireNonNull(model, "model"), null);
  }

  /**
   * Opens an index, and creates it to keep vectors so where there is none.
   *
   * @param model makes the embeddings; null for none, as in {@link #open(Path)}. Closed with the
   *     index, or at once if opening fails
   * @param vectors null for as it keeps them, or {@link VectorStorage#DEFAULT}
   * @throws IndexException if it keeps them otherwise, besides the reasons of {@link #open(Path,
   *     Model)}
   */
  public static VisualIndex open(
      Path folder, @Nullable Model model, @Nullable VectorStorage vectors) throws IOException {
    try {
      Space space = model == null ? null : Space.of(model);
      Path modelFolder = model == null ? null : model.folder().orElse(null);
      PictureIndex index = PictureIndex.open(folder, vectors, space, modelFolder);
      KeptCalibration calibration = new KeptCalibration(folder, model);
      try {
        calibration.keep();
      } catch (IOException e) {
        index.close();
        throw e;
      }
      return new VisualIndex(index, model, calibration);
    } catch (IOException | RuntimeException e) {
      if (model != null) {
        model.close();
      }
      throw e;
    }
  }

  /**
   * Opens an index for searching alone, also while another process writes to it.
   *
   * @param model embeds example pictures; null where none will be given. Closed with the index, or
   *     at once if opening fails
   * @throws IndexException if there is none, or its vectors come from another model
   */
  public static VisualIndex openReadOnly(Path folder, @Nullable Model model) throws IOException {
    try {
      Space space = model == null ? null : Space.of(model);
      return new VisualIndex(
          PictureIndex.openReadOnly(folder, space), model, new KeptCalibration(folder, model));
    } catch (IOException | RuntimeException e) {
      if (model != null) {
        model.close();
      }
      throw e;
    }
  }

  /**
   * Looks whether an index is as it should be, as of its last commit: its files by Lucene's
   * CheckIndex; then of each picture that it is there once and readable, and its vectors finite, of
   * one model and, for cosine, of unit length; and, if asked for, the file it came from. Takes no
   * lock and changes nothing; reads the whole index, and the files.
   *
   * @throws IndexException if there is none, or its settings cannot be read
   */
  public static VerifyReport verify(Path folder, SourceCheck sources) throws IOException {
    return Verification.of(folder, sources);
  }

  /**
   * Puts exported pictures into an index, which is made if there is none, without the network:
   * nothing is lost on the way there and back. Pictures of the same id are replaced. One that was
   * interrupted may be begun again.
   *
   * @param export a folder that {@link #exportTo} wrote
   * @param vectors how the index shall keep them; null for as it does, or did
   * @return how many pictures there were
   * @throws IndexException if the export is damaged or its vectors do not go with the index
   */
  public static long importFrom(Path export, Path folder, @Nullable VectorStorage vectors)
      throws IOException {
    return Import.of(export, folder, vectors);
  }

  /**
   * Adds a picture, or replaces the one of its id.
   *
   * @return its id
   * @throws org.ocellus.image.ImageDecodingException if it cannot be decoded
   * @throws IllegalArgumentException if its vector is zero, not finite, or of another length
   * @throws IllegalStateException if it needs an embedding and there is no model
   */
  public String add(Picture picture) throws IOException {
    adding.readLock().lock();
    try {
      return put(picture);
    } finally {
      adding.readLock().unlock();
    }
  }

  private String put(Picture picture) throws IOException {
    float[] vector = picture.vector();
    if (vector != null) {
      StoredPicture said = PictureReader.said(picture);
      Vectors.finite(vector, "picture " + said.id());
      index.put(said, vector, index.space().orElse(Space.ofOwnVectors(vector.length)));
      return said.id();
    }
    Model network = model();
    PictureReader.Ready ready = new PictureReader(decoder, network.preprocessing()).read(picture);
    Prediction prediction = network.predict(List.of(ready.tensor())).get(0);
    StoredPicture stored =
        PictureReader.labelled(ready.stored(), prediction, PictureReader.LABEL_THRESHOLD);
    index.put(stored, PictureVectors.of(prediction, network));
    return stored.id();
  }

  /**
   * Adds many pictures side by side and commits them. To stop early, interrupt the calling thread.
   *
   * @param listener told after every picture, by one thread at a time
   * @throws IllegalStateException if there is no model
   */
  public IngestReport ingest(Ingest ingest, Consumer<Progress> listener) throws IOException {
    Objects.requireNonNull(ingest, "ingest");
    Objects.requireNonNull(listener, "listener");
    adding.readLock().lock();
    try {
      return IngestRun.run(index, model(), decoder, ingest, listener);
    } finally {
      adding.readLock().unlock();
    }
  }

  /**
   * Builds the index anew, with another model's vectors, for other metrics, or quantised otherwise,
   * beside the one there is: that stays searchable and writable, and all that is written to it
   * meanwhile is in the new one, which takes its place in one moment at the end. Also other
   * processes that read the index go on with the new one at their next {@link #refresh}.
   *
   * <p>Vectors are taken over where they can be: for another quantization, and for cosine from raw
   * ones. Otherwise each picture is read again from its file; what people say of it is copied. A
   * picture that cannot be read, or that came as a vector or from memory, keeps all but its vector
   * and is in the report. Its content is what the file holds now; {@code ingest} tells whether that
   * has changed.
   *
   * <p>To stop early, interrupt the calling thread: the same call goes on from there, also after a
   * crash and in another process. The new index needs its space beside the old one, which is
   * removed at the end. The last moments wait for an {@code ingest} under way.
   *
   * @param listener told after every picture, by one thread at a time; must not write to the index
   * @throws IndexException if the index is read-only, a model is needed and there is none, or all
   *     pictures of a folder are missing: then a disk is most likely not mounted
   */
  public synchronized ReindexReport reindex(Reindex request, Consumer<Progress> listener)
      throws IOException {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(listener, "listener");
    ReindexReport report =
        ReindexRun.run(index, model, decoder, request, listener, adding.writeLock(), this::replace);
    calibration.keep();
    return report;
  }

  /** Replaces index and model together. */
  private void replace(Runnable generation, @Nullable Model network) {
    Model before = model;
    searching.writeLock().lock();
    try {
      generation.run();
      if (network != null && network != before) {
        model = network;
        calibration = calibration.of(network);
        search = new VisualSearch(index, network, decoder, calibration);
        index.readCaptionsBy(network);
      }
    } finally {
      searching.writeLock().unlock();
    }
    if (before != null && before != model) {
      before.close();
    }
  }

  /**
   * Changes what is kept of a picture, without embedding it again.
   *
   * @return false if there is no picture of that id
   */
  public boolean update(String id, UnaryOperator<StoredPicture> change) throws IOException {
    return index.update(id, change);
  }

  /** Replaces a picture's tags, those that people gave it; returns false if there is none. */
  public boolean updateKeywords(String id, String... tags) throws IOException {
    List<String> given = Arrays.asList(Objects.requireNonNull(tags, "tags"));
    return index.update(id, picture -> picture.withKeywords(given));
  }

  /** Replaces a picture's caption by a person's, or takes it away; false if there is none. */
  public boolean updateCaption(String id, @Nullable String caption) throws IOException {
    return updateCaption(id, caption, null);
  }

  /**
   * Replaces a picture's caption by a person's in this language, or takes it away; false if there
   * is no picture of that id.
   *
   * @throws IllegalArgumentException if the language is no ISO 639 code such as {@code de}
   */
  public boolean updateCaption(String id, @Nullable String caption, @Nullable String language)
      throws IOException {
    return index.update(
        id,
        picture ->
            caption == null
                ? picture.toBuilder().captionTakenAway().build()
                : picture.toBuilder().caption(caption, Origin.PERSON, language).build());
  }

  /** Deletes a picture; does nothing if there is none of that id. */
  public void delete(String id) throws IOException {
    index.delete(id);
  }

  /** What is kept of a picture, as of the last refresh. */
  public Optional<StoredPicture> get(String id) throws IOException {
    return index.get(id);
  }

  /** Shows each picture, as of the last refresh, in no order that means anything. */
  public void forEach(Consumer<StoredPicture> action) throws IOException {
    index.forEach(action);
  }

  /** Answers a question; see {@link VisualSearch#search} for what may be wrong with it. */
  public Hits search(VisualQuery query) throws IOException {
    searching.readLock().lock();
    try {
      return search.search(query);
    } finally {
      searching.readLock().unlock();
    }
  }

  /**
   * Answers a question in the {@linkplain QueryLanguage one-line language}: {@code bridge lisbon
   * -night text:"in the rain" where:year>=2019}.
   *
   * @throws org.ocellus.query.language.QuerySyntaxException if the line makes no sense
   */
  public Hits search(String line) throws IOException {
    return search(QueryLanguage.parse(line));
  }

  /** The next page of an answer, on the same view; see {@link VisualSearch#searchAfter}. */
  public Hits searchAfter(VisualQuery query, Cursor cursor) throws IOException {
    searching.readLock().lock();
    try {
      return search.searchAfter(query, cursor);
    } finally {
      searching.readLock().unlock();
    }
  }

  /** Counts pictures by what they have; see {@link VisualSearch#facets}. */
  public Facets facets(VisualQuery among, Facet by, int top) throws IOException {
    return search.facets(among, by, top);
  }

  /**
   * Finds pictures that are there several times, as of the last refresh, without comparing all with
   * all; an index without vectors or without perceptual hashes is searched by what it has. To stop
   * early, interrupt the calling thread.
   *
   * @param listener told now and then, by the calling thread
   * @throws java.io.InterruptedIOException if it was interrupted
   */
  public List<DuplicateGroup> duplicates(Duplicates wanted, Consumer<Progress> listener)
      throws IOException {
    return DuplicateSearch.run(index, wanted, listener);
  }

  /** Makes all changes survive a crash, and shows them to searches. */
  public void commit() throws IOException {
    index.commit();
  }

  /**
   * Shows searches all changes so far, without making them survive a crash: cheap enough to be
   * called every second. A read-only index shows all that was committed so far, by whichever
   * process, and goes on with what {@link #reindex} has put in its place. Searches under way, and
   * pages kept of one, stay on the view they began on.
   *
   * @throws IndexException if the vectors are now of another model than the one it is open with; it
   *     names both, and what was seen before stays
   */
  public void refresh() throws IOException {
    index.refresh();
  }

  /**
   * Merges all segments into one and commits, for a collection that is finished: searches are
   * faster, and what was replaced or deleted leaves the disk. Takes about as long as indexing the
   * vectors did, and while it lasts up to three times the space.
   */
  public void optimize() throws IOException {
    index.optimize();
  }

  /**
   * Writes all that is kept of each picture, as of the last refresh, to files that other programs
   * read: {@code pictures.jsonl}, a picture a line ({@code {"row": 0, "picture": {…}}}), their
   * vectors as {@code embedding.npy} (of unit length) and {@code embedding_raw.npy}, in the order
   * of their rows, and {@code index.json}, which comes last and makes it whole.
   *
   * @param target a new or empty folder
   * @return how many pictures there were
   */
  public long exportTo(Path target) throws IOException {
    return Export.of(index, target);
  }

  /**
   * Copies the last commit to another folder, which then is an index of its own, while writing and
   * searching go on, in this process or another. Into an earlier backup of the same index only what
   * is new is copied. One that is interrupted does not open, or, of an earlier one, is still that.
   *
   * @throws IndexException if the folder holds something else, or an index that was changed since
   */
  public BackupReport backup(Path target) throws IOException {
    return Backup.of(index, target);
  }

  /** What was chosen when the index was created. */
  public IndexSettings settings() {
    return index.settings();
  }

  /** The space of its vectors; empty while it has none. */
  public Optional<Space> space() {
    return index.space();
  }

  /** The space of its captions' vectors, and of pictures among them; empty while it has none. */
  public Optional<Space> textSpace() {
    return index.textSpace();
  }

  /** How large it is, as of the last refresh. */
  public IndexStatistics statistics() throws IOException {
    return index.statistics();
  }

  private Model model() {
    if (model == null) {
      throw new IllegalStateException(
          "index "
              + index.location()
              + " was opened without a model, so pictures cannot be embedded: open it with one,"
              + " or add Picture.ofVector");
    }
    return model;
  }

  /** Commits what was not yet, and closes the index and its model. */
  @Override
  public void close() throws IOException {
    try (Model closing = model) {
      index.close();
    }
  }
}
