package org.ocellus.trainer.training;

/** Training cannot start or go on; the message names why and what to do about it. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with its message. */
  public TrainingException(String message) {
    super(message);
  }

  /** Creates an exception with its message and cause. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
