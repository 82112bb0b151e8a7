package org.ocellus.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which pictures the current view of an index may show as they were before their last change. Each
 * change has a number, given when it is done. Safe for use by several threads.
 */
final class Unseen {
  /** How many ids are remembered as changed before all of them count as such. */
  private static final int MOST = 100_000;

  private final AtomicLong changes = new AtomicLong();

  /** The last change of each id. */
  private final Map<String, Long> last = new ConcurrentHashMap<>();

  /** The last change that was too much to remember. */
  private final AtomicLong forgotten = new AtomicLong();

  /** All changes up to this one are in the current view. */
  private final AtomicLong seen = new AtomicLong();

  /** How many changes have been made. */
  long changes() {
    return changes.get();
  }

  /** This picture was changed just now. */
  void changed(String anyForm) {
    String id = StoredPicture.normalized(anyForm);
    long number = changes.incrementAndGet();
    if (last.size() < MOST || last.containsKey(id)) {
      last.merge(id, number, Math::max);
    } else {
      forgotten.accumulateAndGet(number, Math::max);
    }
  }

  /** Whether the current view may show this picture as it was before. */
  boolean has(String id) {
    return forgotten.get() > seen.get() || last.containsKey(StoredPicture.normalized(id));
  }

  /** The current view shows all changes up to this number. */
  void shown(long upTo) {
    seen.accumulateAndGet(upTo, Math::max);
    last.values().removeIf(number -> number <= upTo);
  }
}
