package org.ocellus.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What became of the pictures of a run so far. Safe for use by several threads. */
final class Tally {

  /** What became of a picture. */
  enum Outcome {
    ADDED,
    UPDATED,
    UNCHANGED,
    MOVED
  }

  private final long total;
  private final Consumer<Progress> listener;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final List<Failure> failures;
  private final long started = System.nanoTime();
  private long done;
  private long embedded;

  /**
   * @param total how many pictures there are
   * @param failures those known before the first picture
   * @param listener told after every picture, by one thread at a time
   */
  Tally(long total, List<Failure> failures, Consumer<Progress> listener) {
    this.total = total;
    this.failures = new ArrayList<>(failures);
    this.listener = listener;
  }

  synchronized void count(Outcome outcome) {
    counts.merge(outcome, 1L, Long::sum);
    advance();
  }

  synchronized void fail(Found which, Throwable why) {
    failures.add(Failure.of(which.file().toString(), why));
    advance();
  }

  /** A picture went through the network. */
  synchronized void embedded() {
    embedded++;
  }

  private void advance() {
    done++;
    listener.accept(new Progress(done, total, failures.size(), elapsed()));
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** The report at the end of the run. */
  synchronized IngestReport report(
      long removed, long ignored, boolean interrupted, StageClock clock) {
    return new IngestReport(
        counts.getOrDefault(Outcome.ADDED, 0L),
        counts.getOrDefault(Outcome.UPDATED, 0L),
        counts.getOrDefault(Outcome.UNCHANGED, 0L),
        counts.getOrDefault(Outcome.MOVED, 0L),
        removed,
        ignored,
        embedded,
        failures,
        interrupted,
        elapsed(),
        clock.read());
  }
}
