package org.ocellus.ingest;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param done pictures dealt with, failures among them
 * @param total pictures found
 * @param failures how many failed
 * @param elapsed time since the first one
 */
public record Progress(long done, long total, long failures, Duration elapsed) {

  /** Pictures a second. */
  public double rate() {
    return elapsed.isZero() ? 0 : done / (elapsed.toNanos() / 1e9);
  }

  /** Time left at that rate; empty before the first picture. */
  public Optional<Duration> remaining() {
    return done == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) ((total - done) / rate() * 1e9)));
  }
}
