package org.ocellus.ingest;

import java.time.Duration;
import java.util.List;

/**
 * What building an index anew did.
 *
 * @param embedded pictures that went through the network
 * @param takenOver pictures whose vectors were taken over
 * @param failures pictures that have no vector now: their words and dates are kept, and {@code
 *     ingest} gives them a vector once their file is back
 * @param interrupted whether it was stopped before its end: the index is as it was, and the same
 *     call again goes on from there
 * @param elapsed wall time
 */
public record ReindexReport(
    long embedded, long takenOver, List<Failure> failures, boolean interrupted, Duration elapsed) {

  static final ReindexReport NOTHING_TO_DO =
      new ReindexReport(0, 0, List.of(), false, Duration.ZERO);

  public ReindexReport {
    failures = List.copyOf(failures);
  }
}
