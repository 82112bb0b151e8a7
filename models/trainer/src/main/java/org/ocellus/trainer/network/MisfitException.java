package org.ocellus.trainer.network;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A layer cannot take what the one before it gives. The message begins with the layer's name. */
public final class MisfitException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<Object> path;

  MisfitException(String message, List<Object> path, Throwable cause) {
    super(message, cause);
    this.path = List.copyOf(path);
  }

  /**
   * The steps to the layer from what was being made: names of components and numbers in lists, such
   * as body, 3, residual, body, 0.
   */
  public List<Object> path() {
    return path;
  }

  /** The same, seen from further out: {@code steps} lead to where its path begins. */
  MisfitException within(List<Object> steps, String message) {
    List<Object> longer = new ArrayList<>(steps);
    longer.addAll(path);
    return new MisfitException(message, longer, this);
  }
}
