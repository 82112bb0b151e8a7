package org.ocellus.trainer.data;

import java.io.IOException;

/** Hears how far pictures are decoded, or a teacher asked about them; called by several threads. */
@FunctionalInterface
public interface PreparationListener {
  /** {@code done} of {@code total} pictures are prepared, {@code bad} of them in vain. */
  void prepared(int done, int total, int bad);

  /** A picture is left out, for it cannot be decoded. */
  default void skipped(String picture, IOException why) {}
}
