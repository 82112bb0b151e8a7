package org.ocellus.ingest;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Work that an interrupt of its caller must not reach: Java closes the files that an interrupted
 * thread has open, and Lucene's would be among them.
 */
final class Undisturbed {

  /** What to do. */
  interface Work {
    void run() throws IOException;
  }

  private Undisturbed() {}

  /** Does the work to its end on another thread; an interrupt meanwhile is kept for afterwards. */
  static void run(Work work) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("ocellus-ingest-end")
        .start(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
