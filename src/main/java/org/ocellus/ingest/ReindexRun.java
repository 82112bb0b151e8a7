package org.ocellus.ingest;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.Differences;
import org.ocellus.index.Differences.Difference;
import org.ocellus.index.IndexException;
import org.ocellus.index.NextGeneration;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Model;

/**
 * Fills the next generation of an index, round by round: each puts what the live one has otherwise
 * at its beginning. To stop it, interrupt the thread that called: workers finish the picture at
 * hand, and what was done is committed.
 */
public final class ReindexRun {
  /** Seconds between two attempts to come to an end while an ingest is under way. */
  private static final long LONGEST_PAUSE = 60;

  private final NextGeneration next;
  private final @Nullable Model model;
  private final ImageDecoder decoder;
  private final Reindex request;
  private final ReindexTally tally;
  private boolean interrupted;

  private ReindexRun(
      NextGeneration next,
      @Nullable Model model,
      ImageDecoder decoder,
      Reindex request,
      Consumer<Progress> listener) {
    this.next = next;
    this.model = model;
    this.decoder = decoder;
    this.request = request;
    this.tally = new ReindexTally(listener);
  }

  /** Replaces the generation, which takes no time, and, if there is another one, the model. */
  public interface Replacement {
    void replace(Runnable generation, @Nullable Model model);
  }

  /**
   * Builds an index anew and replaces it.
   *
   * @param present the model it is open with, for want of another
   * @param listener told after every picture, by one thread at a time
   * @param alone held while no run of ingest is under way
   * @throws IndexException if it cannot be built
   */
  public static ReindexReport run(
      PictureIndex index,
      @Nullable Model present,
      ImageDecoder decoder,
      Reindex request,
      Consumer<Progress> listener,
      Lock alone,
      Replacement replacement)
      throws IOException {
    VectorStorage now = index.settings().vectors();
    VectorStorage vectors = request.vectors() == null ? now : request.vectors();
    boolean lacking = request.model() == null && !now.yields(vectors.metrics());
    Model model = lacking ? present : request.model();
    if (vectors.equals(now) && (model == null || isMadeBy(model, index))) {
      return ReindexReport.NOTHING_TO_DO;
    }
    try (NextGeneration next = NextGeneration.of(index, vectors, model)) {
      ReindexRun run = new ReindexRun(next, model, decoder, request, listener);
      boolean done = run.untilLive(alone, generation -> replacement.replace(generation, model));
      return run.tally.report(!done);
    }
  }

  private static boolean isMadeBy(Model model, PictureIndex index) throws IOException {
    return index.isOf(Space.of(model))
        && index.isOfText(model)
        && !(model.readsText() && index.lacksCaptions());
  }

  /** Goes on until the next generation is live; returns false if it was interrupted before. */
  private boolean untilLive(Lock alone, Consumer<Runnable> replacement) throws IOException {
    long pause = 0;
    boolean locked = false;
    try {
      do {
        TimeUnit.SECONDS.sleep(pause);
        pause = Math.min(2 * pause + 1, LONGEST_PAUSE);
        if (!catchUp()) {
          return false;
        }
        // Not waited for: pictures added meanwhile would wait behind this for an ingest's end.
        locked = alone.tryLock(1, TimeUnit.SECONDS);
      } while (!locked);
      return next.becomeLive(
          () -> {
            round();
            return !interrupted;
          },
          tally::failedRoots,
          replacement);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    } finally {
      if (locked) {
        alone.unlock();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Goes on until a round finds no less to do than the one before: nothing, if nobody writes.
   *
   * @return false if it was interrupted
   */
  private boolean catchUp() throws IOException {
    long before;
    long found = Long.MAX_VALUE;
    do {
      before = found;
      found = round();
    } while (found > 0 && found < before);
    return !interrupted;
  }

  /** Puts what differs at this moment; returns how many pictures that were. */
  private long round() throws IOException {
    long before = tally.put();
    try (Differences differences = next.differences()) {
      Round round = new Round(differences);
      interrupted = round.run();
      if (interrupted) {
        next.commit();
      } else {
        next.settle(differences);
      }
    }
    return interrupted ? 0 : tally.put() - before;
  }

  /** What the workers of a round share. */
  final class Round {
    private final Differences differences;
    private final Workers workers = new Workers(request.workers());
    private final NowAndThen commits = new NowAndThen(next::commit);

    private Round(Differences differences) {
      this.differences = differences;
    }

    private boolean run() throws IOException {
      if (model == null) {
        return workers.run(this::takeOver);
      }
      PictureReader reader = new PictureReader(decoder, model.preprocessing());
      return workers.run(() -> new ReindexWorker(this, next, model, reader, request).work());
    }

    private void takeOver() throws IOException {
      for (Difference each = next(); each != null; each = next()) {
        next.takeOver(each);
        takenOver(each);
        commitNowAndThen();
      }
    }

    /** The next picture for whoever asks; null if there is none or the run is stopped. */
    @Nullable Difference next() throws IOException {
      return workers.stopped() ? null : differences.next();
    }

    void takenOver(Difference difference) {
      tally.takenOver(difference.now().picture(), differences);
    }

    void embedded(Difference difference) {
      tally.embedded(difference.now().picture(), differences);
    }

    void failed(Difference difference, Throwable why) {
      tally.fail(difference.now().picture(), why, differences);
    }

    void commitNowAndThen() throws IOException {
      commits.commit();
    }
  }
}
