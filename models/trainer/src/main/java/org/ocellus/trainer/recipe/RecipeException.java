package org.ocellus.trainer.recipe;

/** A recipe cannot be used; the message names file, place, problem and cure. */
public final class RecipeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with its message and cause. */
  public RecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
