package org.ocellus.trainer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Until closed, a signal that ends the process first interrupts the thread that created this and
 * waits for it: libtorch crashes where its libraries are unloaded in the middle of a step.
 */
final class StopOnSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean requested;

  StopOnSignal() {
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (closed.getCount() > 0) {
                    requested = true;
                    worker.interrupt();
                    awaitClosed();
                  }
                },
                "stop-training"));
  }

  /** Whether a signal came; then much fails, such as a library that only now wants to start. */
  boolean requested() {
    return requested;
  }

  private void awaitClosed() {
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
