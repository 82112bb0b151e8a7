package org.ocellus.ingest;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.index.IndexException;
import org.ocellus.index.PictureIndex;
import org.ocellus.index.Space;
import org.ocellus.model.Model;

/**
 * One run of {@link Ingest}. Each worker takes the next few pictures, decodes and preprocesses them
 * one by one, runs them through the network together and puts them into the index: so memory is
 * bounded by one full picture and one batch of tensors a worker, and no stage waits for another.
 *
 * <p>To stop a run, interrupt the thread that called {@link #run}: workers finish the picture at
 * hand, what was done is committed, and the report says so.
 */
public final class IngestRun {
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(60);

  private final PictureIndex index;
  private final Ingest ingest;
  private final Gathering gathering;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong lastCommit = new AtomicLong(System.nanoTime());

  private IngestRun(PictureIndex index, Ingest ingest, Gathering gathering) {
    this.index = index;
    this.ingest = ingest;
    this.gathering = gathering;
  }

  /**
   * Indexes the pictures.
   *
   * @param listener told after every picture, by one thread at a time
   * @throws NoSuchFileException if a root or the manifest does not exist
   * @throws IndexException if the index cannot be written or holds another model's vectors
   */
  public static IngestReport run(
      PictureIndex index,
      Model model,
      ImageDecoder decoder,
      Ingest ingest,
      Consumer<Progress> listener)
      throws IOException {
    index.check(Space.of(model));
    Gathering gathering = Gathering.of(ingest, index);
    IngestRun run = new IngestRun(index, ingest, gathering);
    PictureReader reader = new PictureReader(decoder, model.preprocessing());
    Tally tally = new Tally(gathering.found().size(), gathering.failures(), listener);
    StageClock clock = new StageClock();
    boolean interrupted =
        run.work(() -> new IngestWorker(run, index, model, reader, gathering, tally, clock).work());
    Vanished vanished = gathering.vanished();
    List<String> gone = vanished == null || interrupted ? List.of() : List.copyOf(vanished.ids());
    for (String id : gone) {
      index.delete(id);
    }
    index.commit();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return tally.report(gone.size(), gathering.ignored(), interrupted, clock);
  }

  Ingest ingest() {
    return ingest;
  }

  /** The next picture for whoever asks; null if there is none or the run is stopped. */
  @Nullable Found next() {
    int i = next.getAndIncrement();
    return stopped.get() || i >= gathering.found().size() ? null : gathering.found().get(i);
  }

  void commitNowAndThen() throws IOException {
    long last = lastCommit.get();
    long now = System.nanoTime();
    if (now - last > COMMIT_EVERY.toNanos() && lastCommit.compareAndSet(last, now)) {
      index.commit();
    }
  }

  /** What each thread does. */
  private interface Work {
    void run() throws IOException;
  }

  /** Runs the workers to their end; returns whether they were stopped before it. */
  private boolean work(Work work) throws IOException {
    boolean interrupted = Thread.interrupted();
    stopped.set(interrupted);
    Throwable broken = null;
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            ingest.workers(), Thread.ofPlatform().name("ocellus-ingest-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < ingest.workers(); i++) {
        running.add(workers.submit(() -> workUnlessStopped(work)));
      }
      for (Future<?> worker : running) {
        for (boolean ended = false; !ended; ) {
          try {
            worker.get();
            ended = true;
          } catch (InterruptedException e) {
            interrupted = true;
            stopped.set(true);
          } catch (ExecutionException e) {
            ended = true;
            broken = broken == null ? e.getCause() : broken;
          }
        }
      }
    }
    if (broken != null) {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      rethrow(broken);
    }
    return interrupted;
  }

  /** One worker; what breaks it stops the others. */
  private @Nullable Void workUnlessStopped(Work work) throws IOException {
    try {
      work.run();
      return null;
    } catch (Throwable e) {
      stopped.set(true);
      throw e;
    }
  }

  private static void rethrow(Throwable broken) throws IOException {
    if (broken instanceof IOException known) {
      throw known;
    }
    if (broken instanceof RuntimeException known) {
      throw known;
    }
    if (broken instanceof Error known) {
      throw known;
    }
    throw new IOException(broken);
  }
}
