package org.ocellus.trainer.storage;

/** A file cannot be written; the message names it, why, and what to do about it. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StorageException(String message) {
    super(message);
  }

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
