package org.ocellus.trainer.data;

/** The training data cannot be used; the message names what is wrong and what to do about it. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with its message. */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with its message and cause. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
