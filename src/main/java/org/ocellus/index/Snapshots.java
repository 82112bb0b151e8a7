package org.ocellus.index;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherLifetimeManager;
import org.jspecify.annotations.Nullable;

/**
 * Views of an index that are kept so that the pages of an answer come from one of them. A view
 * keeps the files it was made of, so old ones go: those replaced for ten minutes by a newer one
 * that was kept too, and all but the newest sixteen. Safe for use by any number of threads.
 */
final class Snapshots implements AutoCloseable {
  static final int MOST = 16;
  private static final double LONGEST_SECONDS = 600;

  /** What a view is called that was to be kept when it was too late. */
  private static final long NONE = -1;

  private final boolean keeping;
  private final long session = new SecureRandom().nextLong();
  private final SearcherLifetimeManager views = new SearcherLifetimeManager();
  private boolean closed;

  /**
   * @param keeping false where views are not ours to keep
   */
  Snapshots(boolean keeping) {
    this.keeping = keeping;
  }

  /** Empty if views are not kept at all. */
  synchronized Optional<Snapshot> keep(IndexSearcher view) throws IOException {
    return keeping
        ? Optional.of(new Snapshot(session, closed ? NONE : views.record(view)))
        : Optional.empty();
  }

  /** The view, to be {@linkplain #release released}; null if it is not kept, or not any more. */
  synchronized @Nullable IndexSearcher acquire(Snapshot snapshot) {
    return closed || snapshot.session() != session ? null : views.acquire(snapshot.version());
  }

  void release(IndexSearcher view) throws IOException {
    views.release(view);
  }

  /** Lets old views go. */
  synchronized void prune() throws IOException {
    if (!closed) {
      int[] newer = {0};
      views.prune((age, view) -> newer[0]++ >= MOST || age > LONGEST_SECONDS);
    }
  }

  /** Lets all views go; those being read stay as long as they are. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    views.close();
  }
}
