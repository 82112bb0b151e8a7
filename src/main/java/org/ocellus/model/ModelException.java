package org.ocellus.model;

import java.io.IOException;

/** A model that cannot be used: a folder without its parts, or a graph that does not fit them. */
public class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
