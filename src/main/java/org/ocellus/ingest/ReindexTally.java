package org.ocellus.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.ocellus.index.Differences;
import org.ocellus.index.StoredPicture;

/** What became of the pictures of an index built anew so far. Safe for use by several threads. */
final class ReindexTally {
  private final Consumer<Progress> listener;
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private final Set<String> failedRoots = new HashSet<>();
  private final long started = System.nanoTime();
  private long embedded;
  private long takenOver;

  /**
   * @param listener told after every picture, by one thread at a time
   */
  ReindexTally(Consumer<Progress> listener) {
    this.listener = listener;
  }

  synchronized void embedded(StoredPicture picture, Differences round) {
    embedded++;
    failures.remove(picture.id());
    tell(round);
  }

  synchronized void takenOver(StoredPicture picture, Differences round) {
    takenOver++;
    failures.remove(picture.id());
    tell(round);
  }

  synchronized void fail(StoredPicture picture, Throwable why, Differences round) {
    String name = Objects.requireNonNullElse(picture.source(), picture.id());
    failures.put(picture.id(), Failure.of(name, why));
    if (picture.root() != null) {
      failedRoots.add(picture.root());
    }
    tell(round);
  }

  private void tell(Differences round) {
    listener.accept(new Progress(round.looked(), round.total(), failures.size(), elapsed()));
  }

  /** How many pictures were put so far, more than once those that changed meanwhile. */
  synchronized long put() {
    return embedded + takenOver + failures.size();
  }

  /** The roots of pictures that failed. */
  synchronized Set<String> failedRoots() {
    return Set.copyOf(failedRoots);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  synchronized ReindexReport report(boolean interrupted) {
    return new ReindexReport(
        embedded, takenOver, new ArrayList<>(failures.values()), interrupted, elapsed());
  }
}
