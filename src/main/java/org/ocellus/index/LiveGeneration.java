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
  <T> T read(PictureIndex.Reading<T> reading) throws IOException {
    while (true) {
      Generation generation = live;
      IndexSearcher view;
      try {
        view = generation.acquire();
      } catch (AlreadyClosedException e) {
        if (generation == live) {
          throw e;
        }
        continue;
      }
      try {
        return reading.read(view);
      } finally {
        generation.release(view);
      }
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
