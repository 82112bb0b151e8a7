package org.ocellus.query.language;

/** A line that is no question. The message shows the line, the column, and what was expected. */
public final class QuerySyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int column;

  QuerySyntaxException(String message, int column) {
    super(message);
    this.column = column;
  }

  /** Where it goes wrong, counted in characters (UTF-16) from 1. */
  public int column() {
    return column;
  }
}
