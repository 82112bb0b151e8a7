package org.ocellus.index;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.search.IndexSearcher;

/** One unchanging view of an index, to be used only while it is being read. */
public final class View {
  private final IndexSearcher searcher;
  private final Snapshots snapshots;

  View(IndexSearcher searcher, Snapshots snapshots) {
    this.searcher = searcher;
    this.snapshots = snapshots;
  }

  /** Searches it; shared with other readers. */
  public IndexSearcher searcher() {
    return searcher;
  }

  /**
   * Keeps it for later reads: until ten minutes after a newer view was kept in its place, or
   * sixteen newer ones were, or the index is closed or built anew. Empty where the index is
   * {@linkplain PictureIndex#over somebody else's}, whose views are not ours to keep.
   */
  public Optional<Snapshot> keep() throws IOException {
    return snapshots.keep(searcher);
  }
}
