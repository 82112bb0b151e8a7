package org.ocellus.query.language;

import java.time.DateTimeException;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Walks through a line and names the column where it makes no sense. */
final class LineScanner {
  /** Beyond that, nobody reads it, and recursion would exhaust the stack. */
  private static final int DEEPEST = 64;

  private static final int LONGEST_QUOTED = 200;

  private final String kind;
  private final String text;
  private int at;
  private int depth;

  /**
   * @param kind what the line is, for messages
   */
  LineScanner(String kind, String text) {
    this.kind = kind;
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

  /** Whether this token comes next. */
  boolean sees(String token) {
    return text.startsWith(token, at);
  }

  /** Whether a quoted value comes next. */
  boolean seesQuote() {
    return sees("\"") || sees("'");
  }

  /** Whether a word may end here. */
  boolean separated() {
    return atEnd()
        || sees(")")
        || Character.isWhitespace(text.charAt(Math.max(0, at - 1)))
        || Character.isWhitespace(text.charAt(at));
  }

  /** Takes this token, but no space after it, if it comes next. */
  boolean takeAlone(String token) {
    boolean seen = sees(token);
    at += seen ? token.length() : 0;
    return seen;
  }

  /** Takes this token, and the space after it, if it comes next. */
  boolean take(String token) {
    boolean taken = takeAlone(token);
    if (taken) {
      skipSpace();
    }
    return taken;
  }

  /** Takes this token, and the space after it, or fails. */
  void expect(String token) {
    if (!take(token)) {
      throw wrong("expected " + token + ", got " + next());
    }
  }

  /** The longest run of letters, digits, dots, underscores and hyphens; may be empty. */
  String name() {
    return run(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
  }

  /** The longest run without white space and without these characters; may be empty. */
  String word(String without) {
    return run(c -> !Character.isWhitespace(c) && without.indexOf(c) < 0);
  }

  /**
   * All up to one of these characters, a space meaning any, without space at its end; not empty.
   */
  String upTo(String terminators) {
    boolean oneWord = terminators.indexOf(' ') >= 0;
    return given(
        run(c -> terminators.indexOf(c) < 0 && !(oneWord && Character.isWhitespace(c)))
            .stripTrailing());
  }

  /** What was read, if it is anything. */
  String given(String value) {
    if (value.isEmpty()) {
      throw wrong("expected a value, got " + next());
    }
    return value;
  }

  /** A value up to a space, a parenthesis or a weight; not empty. */
  String value() {
    return given(word("()^"));
  }

  /** A number up to where a {@link #value} ends. */
  double number(String expected) {
    return read(Interval::number, expected);
  }

  /** A {@link #value} as something that it can be read as. */
  <T> T read(Function<String, T> reading, String expected) {
    int column = column();
    String value = value();
    try {
      return reading.apply(value);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw wrong(column, "expected " + expected + ", got \"" + value + "\"");
    }
  }

  /** What stands in single or double quotes; a backslash escapes a quote or a backslash. */
  String quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (!atEnd() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length() && escapes(text.charAt(at + 1))) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (atEnd()) {
      throw wrong(start + 1, "the quote " + quote + " is never closed");
    }
    at++;
    return value.toString();
  }

  private static boolean escapes(char c) {
    return c == '\\' || c == '"' || c == '\'';
  }

  void skipSpace() {
    while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** What this reads, one level further in. */
  <T> T nested(Supplier<T> reading) {
    if (++depth > DEEPEST) {
      throw wrong("nested more than " + DEEPEST + " deep");
    }
    T read = reading.get();
    depth--;
    return read;
  }

  /** What this makes; what it refuses is said to be wrong at this column. */
  <T> T placed(int column, Supplier<T> making) {
    try {
      return making.get();
    } catch (QuerySyntaxException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(column, String.valueOf(e.getMessage()));
    }
  }

  /** What comes next, for messages. */
  String next() {
    return atEnd() ? "the end" : '"' + shortened(text.substring(at)) + '"';
  }

  /** An error here. */
  QuerySyntaxException wrong(String what) {
    return wrong(column(), what);
  }

  /** An error at a column. */
  QuerySyntaxException wrong(int column, String what) {
    return new QuerySyntaxException(
        kind + " \"" + shortened(text) + "\", column " + column + ": " + what, column);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
  }

  private String run(IntPredicate part) {
    int from = at;
    while (!atEnd() && part.test(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }
}
