package org.ocellus.trainer.training;

import org.jspecify.annotations.Nullable;

/**
 * The batches of an epoch, one after the other.
 *
 * @param <B> a batch
 */
interface Batches<B> extends AutoCloseable {
  /** How many there are. */
  int count();

  /** The next batch; null after the last. */
  @Nullable B next() throws InterruptedException;

  /** How many pictures, or captions, a batch has. */
  int length(B batch);

  /** The first picture's name, for messages. */
  String begin(B batch);

  @Override
  default void close() {}
}
