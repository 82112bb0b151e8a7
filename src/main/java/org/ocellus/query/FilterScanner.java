package org.ocellus.query;

import java.util.function.IntPredicate;

/** Walks through a filter expression and names the column where it makes no sense. */
final class FilterScanner {
  private static final String END = "the end";

  private final String text;
  private int at;

  FilterScanner(String text) {
    this.text = text;
    skipSpace();
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** Where the next token starts, from 1. */
  int column() {
    return at + 1;
  }

  /** Takes this token, and the space after it, if it comes next. */
  boolean take(String token) {
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    skipSpace();
    return true;
  }

  /** Takes this token or fails. */
  void expect(String token) {
    if (!take(token)) {
      throw wrong(column(), "expected " + token + ", got " + next());
    }
  }

  /** The longest run of letters, digits, dots, underscores and hyphens; may be empty. */
  String name() {
    return run(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
  }

  /** A value in single or double quotes, or all up to one of these characters. */
  String value(String terminators) {
    int start = column();
    String value;
    if (!atEnd() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      int close = text.indexOf(text.charAt(at), at + 1);
      if (close < 0) {
        throw wrong(start, "the quote " + text.charAt(at) + " is never closed");
      }
      value = text.substring(at + 1, close);
      at = close + 1;
      skipSpace();
    } else {
      value = run(c -> terminators.indexOf(c) < 0).strip();
    }
    if (value.isBlank()) {
      throw wrong(start, "expected a value, got " + next());
    }
    return value;
  }

  /** What comes next, for messages. */
  String next() {
    return atEnd() ? END : "\"" + text.substring(at) + "\"";
  }

  /** An error at a column. */
  IllegalArgumentException wrong(int column, String what) {
    return new IllegalArgumentException("filter \"" + text + "\", column " + column + ": " + what);
  }

  private String run(IntPredicate part) {
    int from = at;
    while (!atEnd() && part.test(text.charAt(at))) {
      at++;
    }
    String run = text.substring(from, at);
    skipSpace();
    return run;
  }

  private void skipSpace() {
    while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
