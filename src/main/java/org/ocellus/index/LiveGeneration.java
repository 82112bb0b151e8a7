package org.ocellus.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Which generation of an index is live: the one that is open until another takes its place. Safe
 * for use by any number of threads.
 */
final class LiveGeneration {
  private final Path folder;
  private final @Nullable Space wanted;
  private volatile Generation live;

  /**
   * @param wanted the space that each must be of; null for any
   */
  LiveGeneration(Path folder, @Nullable Space wanted, Generation live) {
    this.folder = folder;
    this.wanted = wanted;
    this.live = live;
  }

  /** The folder of the index. */
  Path folder() {
    return folder;
  }

  /** The live one; it may be replaced and closed at any time, but not while a lock prevents it. */
  Generation get() {
    return live;
  }

  /** Work on a generation. */
  interface Work {
    void run(Generation generation) throws IOException;
  }

  /** Runs this on the live one; again, if that is replaced meanwhile. */
  void run(Work work) throws IOException {
    while (true) {
      Generation generation = live;
      try {
        work.run(generation);
        return;
      } catch (AlreadyClosedException e) {
        if (generation == live) {
          throw e;
        }
      }
    }
  }

  /** Runs this on the view of the last refresh, which stays though the generation be replaced. */
  <T> T view(PictureIndex.Viewing<T> viewing) throws IOException {
    while (true) {
      Generation generation = live;
      IndexSearcher searcher;
      try {
        searcher = generation.acquire();
      } catch (AlreadyClosedException e) {
        if (generation == live) {
          throw e;
        }
        continue;
      }
      try {
        return viewing.read(new View(searcher, generation.snapshots()));
      } finally {
        generation.release(searcher);
      }
    }
  }

  /**
   * Runs this on a view that was kept.
   *
   * @throws IndexException if it is not kept any more, or never was by this opening of the index
   */
  <T> T view(Snapshot snapshot, PictureIndex.Viewing<T> viewing) throws IOException {
    Generation generation = live;
    IndexSearcher searcher = generation.snapshots().acquire(snapshot);
    if (searcher == null) {
      throw new IndexException(
          IndexException.Reason.EXPIRED,
          "the view of index "
              + generation.location()
              + " that the search began with is kept no longer, or belongs to another index or"
              + " program: begin the search again");
    }
    try {
      return viewing.read(new View(searcher, generation.snapshots()));
    } finally {
      generation.snapshots().release(searcher);
    }
  }

  /**
   * A reader goes on with what another process has made the live one.
   *
   * @throws IndexException if that is of another space than wanted; the one before stays
   */
  synchronized void follow() throws IOException {
    if (!live.isReadOnly()) {
      return;
    }
    Generation before = live;
    Generation now = Opening.follow(folder, wanted, before);
    if (now != before) {
      live = now;
      before.close();
    }
  }

  /**
   * Puts another in its place, for all processes; nothing must be written meanwhile.
   *
   * @param swap runs what it is given, which takes no time
   */
  void replace(Generation next, Consumer<Runnable> swap) throws IOException {
    Generation before = live;
    try {
      Undisturbed.run(() -> Generations.makeLive(folder, next.name()));
    } catch (IOException e) {
      if (!Generations.live(folder).equals(next.name())) {
        throw e;
      }
    }
    swap.accept(() -> live = next);
    before.discard();
  }

  /** Frees the space of what was replaced, but for what somebody still reads. */
  void removeReplaced() throws IOException {
    Undisturbed.run(() -> Generations.removeReplaced(folder));
  }
}
