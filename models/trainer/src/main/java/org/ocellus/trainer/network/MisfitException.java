package org.ocellus.trainer.network;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** Parts of a network, or of the recipe around it, do not fit together. */
public final class MisfitException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<Object> path;

  /** Creates an exception with its message and the {@link #path} to the part that is wrong. */
  public MisfitException(String message, Object... path) {
    super(message);
    this.path = List.of(path);
  }

  MisfitException(String message, List<Object> path, Throwable cause) {
    super(message, cause);
    this.path = List.copyOf(path);
  }

  /**
   * The steps to what is wrong from what was being made: names of components and numbers in lists,
   * such as body, 3, residual, body, 0.
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
