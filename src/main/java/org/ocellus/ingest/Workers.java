package org.ocellus.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The same work on several threads, to its end or until the thread that waits for it is interrupted
 * or one of them breaks.
 */
final class Workers {
  private final int count;
  private volatile boolean stopped;

  /** What each thread does. */
  interface Work {
    void run() throws IOException;
  }

  Workers(int count) {
    this.count = count;
  }

  /** Whether the work is to end early. */
  boolean stopped() {
    return stopped;
  }

  /**
   * Works to the end; returns whether it was stopped before. The interrupt is taken off the calling
   * thread, whose files it would close.
   */
  boolean run(Work work) throws IOException {
    boolean interrupted = Thread.interrupted();
    stopped = interrupted;
    Throwable broken = null;
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().name("ocellus-ingest-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(workers.submit(() -> workUnlessStopped(work)));
      }
      for (Future<?> worker : running) {
        for (boolean ended = false; !ended; ) {
          try {
            worker.get();
            ended = true;
          } catch (InterruptedException e) {
            interrupted = true;
            stopped = true;
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
      stopped = true;
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
