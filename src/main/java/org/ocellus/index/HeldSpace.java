package org.ocellus.index;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The space of an index's vectors, which the first ones decide. Safe for use by several threads.
 */
final class HeldSpace {
  private final String location;
  private @Nullable Space space;

  HeldSpace(String location) {
    this.location = location;
  }

  synchronized Optional<Space> current() {
    return Optional.ofNullable(space);
  }

  /** Vectors of this space are to be put or asked for. */
  void check(Space wanted) throws IndexException {
    requireEqual(settle(wanted), wanted);
  }

  /** Vectors of this space are in the index, put there perhaps by another process. */
  void found(Space stored) throws IndexException {
    requireEqual(stored, settle(stored));
  }

  private synchronized Space settle(Space candidate) {
    Space known = space;
    if (known == null) {
      known = candidate;
      space = candidate;
    }
    return known;
  }

  private void requireEqual(Space held, Space wanted) throws IndexException {
    if (!held.fingerprint().equals(wanted.fingerprint())) {
      throw new IndexException(
          IndexException.Reason.OTHER_MODEL,
          """
          index %s holds vectors of the model %s, which cannot be compared with those of %s: open \
          it with the model it was made with, or build it anew with the other one by reindex"""
              .formatted(location, held, wanted));
    }
  }
}
