package org.ocellus.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * One Lucene index of ours, open: what it was made for, its writer, its views and the space of its
 * vectors. Safe for use by any number of threads.
 */
final class Generation implements AutoCloseable {
  private final String location;
  private final String name;
  private final IndexSettings settings;
  private final Directory directory;
  private final @Nullable IndexWriter writer;
  private final SearcherManager searchers;
  private final HeldSpace space;
  private final HeldSpace textSpace;
  private final Unseen unseen = new Unseen();
  private final Snapshots snapshots;

  /**
   * @param location of the index, for messages
   * @param name of this generation's folder
   * @param directory closed with it
   * @param writer null for reading alone
   * @param snapshots closed with it
   */
  Generation(
      String location,
      String name,
      IndexSettings settings,
      Directory directory,
      @Nullable IndexWriter writer,
      SearcherManager searchers,
      Snapshots snapshots)
      throws IOException {
    this.location = location;
    this.name = name;
    this.settings = settings;
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.snapshots = snapshots;
    this.space = new HeldSpace(location);
    this.textSpace = new HeldSpace(location);
    learnSpace();
  }

  String location() {
    return location;
  }

  /** The name of its folder. */
  String name() {
    return name;
  }

  IndexSettings settings() {
    return settings;
  }

  boolean isReadOnly() {
    return writer == null;
  }

  Optional<Space> space() {
    return space.current();
  }

  /** The space of sentences and of pictures among them. */
  Optional<Space> textSpace() {
    return textSpace.current();
  }

  /** Checks that vectors of this space may be put or asked for; the first to come decides. */
  void check(Space wanted) throws IndexException {
    space.check(wanted);
  }

  /** The same of sentences' vectors. */
  void checkText(Space wanted) throws IndexException {
    textSpace.check(wanted);
  }

  /** Puts a document; one of the same id is replaced. */
  void put(String id, Document document) throws IOException {
    try {
      write(w -> w.updateDocument(PictureFields.id(id), document));
    } finally {
      unseen.changed(id);
    }
  }

  /**
   * Puts a document in the place of the one of this id, and of any that has its new id, at once.
   */
  void replace(String id, String newId, Document document) throws IOException {
    Query both =
        new TermInSetQuery(
            PictureFields.ID,
            Stream.of(id, newId).map(each -> PictureFields.id(each).bytes()).toList());
    try {
      write(w -> w.updateDocuments(both, List.of(document)));
    } finally {
      unseen.changed(id);
      unseen.changed(newId);
    }
  }

  void delete(String id) throws IOException {
    try {
      write(w -> w.deleteDocuments(PictureFields.id(id)));
    } finally {
      unseen.changed(id);
    }
  }

  void commit() throws IOException {
    write(
        w ->
            Undisturbed.run(
                () -> {
                  w.commit();
                  // Lucene looks for merges only if the commit itself had something to flush.
                  w.maybeMerge();
                }));
    refresh();
  }

  /** Merges all segments into one, and commits. */
  void optimize() throws IOException {
    write(w -> Undisturbed.run(() -> mergeAll(w)));
    refresh();
  }

  /** On all processors, for somebody waits; other merges leave half of them to searches. */
  private synchronized void mergeAll(IndexWriter writer) throws IOException {
    var scheduler = (ConcurrentMergeScheduler) writer.getConfig().getMergeScheduler();
    int processors = Runtime.getRuntime().availableProcessors();
    scheduler.setMaxMergesAndThreads(processors + 6, processors + 1);
    try {
      flushUnmerged(writer);
      writer.forceMerge(1);
      writer.commit();
    } finally {
      scheduler.setDefaultMaxMergesAndThreads(false);
    }
  }

  /** Were it merged before it is merged with all else, its graph would be built twice. */
  private static void flushUnmerged(IndexWriter writer) throws IOException {
    var policy = (NeighbourMergePolicy) writer.getConfig().getMergePolicy();
    policy.findOnlyForced(true);
    try {
      writer.flush();
    } finally {
      policy.findOnlyForced(false);
    }
  }

  /** Shows all changes so far; read-only, all that was committed so far. */
  void refresh() throws IOException {
    // What was done before is shown; what is being done meanwhile has a higher number.
    long done = unseen.changes();
    try {
      Undisturbed.run(searchers::maybeRefreshBlocking);
    } catch (AlreadyClosedException e) {
      throw closed(e);
    } catch (IOException e) {
      throw disk(e);
    }
    unseen.shown(done);
    snapshots.prune();
    learnSpace();
  }

  /** Shows this picture as it is, if it was changed since the last refresh. */
  void refreshIfUnseen(String id) throws IOException {
    if (unseen.has(id)) {
      refresh();
    }
  }

  /**
   * The view of the last refresh, which does not change until it is {@linkplain #release released}.
   *
   * @throws AlreadyClosedException if this generation is closed
   */
  IndexSearcher acquire() throws IOException {
    try {
      return searchers.acquire();
    } catch (IllegalStateException e) {
      // That of Lucene says which: closed by us, or a reader of somebody else's by its owner.
      throw closedByCaller(e);
    }
  }

  void release(IndexSearcher view) throws IOException {
    searchers.release(view);
  }

  /** Views of it that are kept for later. */
  Snapshots snapshots() {
    return snapshots;
  }

  Directory directory() {
    return directory;
  }

  /** The last commit, of which no file is removed until it is closed, if this is the writer. */
  record HeldCommit(String segments, Set<String> files, Closeable release)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      release.close();
    }
  }

  /** The name of the file that makes the last commit. */
  String lastCommit() throws IOException {
    return String.valueOf(SegmentInfos.getLastCommitSegmentsFileName(directory));
  }

  HeldCommit hold() throws IOException {
    if (writer == null) {
      List<IndexCommit> commits = DirectoryReader.listCommits(directory);
      return held(commits.get(commits.size() - 1), () -> {});
    }
    var policy = (SnapshotDeletionPolicy) writer.getConfig().getIndexDeletionPolicy();
    IndexCommit commit = policy.snapshot();
    return held(
        commit,
        () -> {
          policy.release(commit);
          write(IndexWriter::deleteUnusedFiles);
        });
  }

  private static HeldCommit held(IndexCommit commit, Closeable release) throws IOException {
    return new HeldCommit(commit.getSegmentsFileName(), Set.copyOf(commit.getFileNames()), release);
  }

  private void learnSpace() throws IOException {
    IndexSearcher searcher = acquire();
    try {
      IndexReader reader = searcher.getIndexReader();
      for (Space found : StoredSpaces.of(reader, VectorField.EMBEDDING.spaceField())) {
        space.found(found);
      }
      for (Space found : StoredSpaces.of(reader, VectorField.TEXT_EMBEDDING.spaceField())) {
        textSpace.found(found);
      }
    } finally {
      release(searcher);
    }
  }

  /** Work for the writer, whose failures mean the disk. */
  private interface Writing {
    void write(IndexWriter writer) throws IOException;
  }

  /**
   * @throws IndexException if it is read-only
   */
  IndexWriter requireWritable() throws IndexException {
    if (writer == null) {
      throw new IndexException(
          IndexException.Reason.READ_ONLY,
          "index " + location + " was opened read-only: open it for writing to change it");
    }
    return writer;
  }

  private void write(Writing writing) throws IOException {
    IndexWriter open = requireWritable();
    // Java closes the files of an interrupted thread, and Lucene's would be among them.
    boolean interrupted = Thread.interrupted();
    try {
      writing.write(open);
    } catch (IllegalStateException e) {
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
  private IndexException closed(IllegalStateException e) {
    if (e.getCause() instanceof IOException failure) {
      return disk(failure);
    }
    throw e instanceof AlreadyClosedException ? closedByCaller(e) : e;
  }

  private AlreadyClosedException closedByCaller(Throwable e) {
    return new AlreadyClosedException("index " + location + " is closed: open it again", e);
  }

  private IndexException disk(IOException failure) {
    // A failed merge is told by what was to be merged; the disk speaks further down.
    IOException cause = failure;
    while (cause.getCause() instanceof IOException deeper) {
      cause = deeper;
    }
    return new IndexException(
        IndexException.Reason.DISK,
        """
        index %s cannot be written: %s; what was committed before is safe: free some space, then \
        open the index again"""
            .formatted(location, cause.getMessage()),
        failure);
  }

  /** Closes it without another commit, for it has been replaced; views still held stay. */
  void discard() throws IOException {
    try (Directory closing = directory) {
      snapshots.close();
      searchers.close();
      write(w -> Undisturbed.run(w::rollback));
    }
  }

  /** Commits what was not yet, and closes it; views that are still held stay. */
  @Override
  public void close() throws IOException {
    try (Directory closing = directory) {
      snapshots.close();
      searchers.close();
      if (writer != null) {
        write(w -> Undisturbed.run(w::close));
        if (writer.getTragicException() instanceof IOException failure) {
          // Closed by Lucene before, perhaps unnoticed, and with it went what was not committed.
          throw disk(failure);
        }
      }
    }
  }
}
