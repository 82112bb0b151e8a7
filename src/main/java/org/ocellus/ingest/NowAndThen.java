package org.ocellus.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Commits once a minute, on the thread of whichever worker comes first. */
final class NowAndThen {
  private static final long EVERY = Duration.ofSeconds(60).toNanos();

  private final Workers.Work commit;
  private final AtomicLong last = new AtomicLong(System.nanoTime());

  NowAndThen(Workers.Work commit) {
    this.commit = commit;
  }

  void commit() throws IOException {
    long before = last.get();
    long now = System.nanoTime();
    if (now - before > EVERY && last.compareAndSet(before, now)) {
      commit.run();
    }
  }
}
