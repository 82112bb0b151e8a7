package org.ocellus.index;

import java.io.IOException;

/** An index that cannot be opened, read or written as asked; the message says the cure. */
public final class IndexException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The folder holds no index, or something that is none of ours. */
    NOT_AN_INDEX,
    /** Parts of it are missing or broken. */
    DAMAGED,
    /** Written by a release whose format this one does not read. */
    OTHER_VERSION,
    /** Its vectors come from another model. */
    OTHER_MODEL,
    /** It holds no vectors for the metric asked for. */
    OTHER_METRIC,
    /** It keeps its vectors otherwise than asked for. */
    OTHER_STORAGE,
    /** The files its pictures came from cannot be read. */
    NO_SOURCES,
    /** It has no vectors that a sentence could be compared with. */
    NO_SENTENCES,
    /** Nobody measured what its model's scores are worth. */
    NOT_CALIBRATED,
    /** Another process is writing to it. */
    LOCKED,
    /** The view of it that a search began with is kept no longer. */
    EXPIRED,
    /** It was opened for reading alone. */
    READ_ONLY,
    /** The disk is full or failing. */
    DISK
  }

  private final Reason reason;

  public IndexException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public IndexException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
