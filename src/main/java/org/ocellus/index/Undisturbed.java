package org.ocellus.index;

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
        .name("ocellus-index")
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
          switch (e.getCause()) {
            case IOException known -> throw known;
            case RuntimeException known -> throw known;
            case Error known -> throw known;
            default -> throw new IOException(e.getCause());
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
