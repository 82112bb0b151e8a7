package org.ocellus.trainer.data;

/** Hears how far the decoding of pictures has come; called by several threads. */
@FunctionalInterface
public interface CacheProgress {
  /** {@code done} of {@code total} pictures are decoded, {@code bad} of them in vain. */
  void decoded(int done, int total, int bad);

  /** A picture is left out, for it cannot be decoded. */
  default void skipped(String name, String reason) {}
}
