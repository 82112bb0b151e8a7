package org.ocellus.query.language;

import java.util.regex.Pattern;

/** How values are written. */
final class Quoting {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_./-]*");

  private Quoting() {}

  /** In quotes where it needs them. */
  static String value(String text) {
    return isPlain(text) ? text : quoted(text);
  }

  /** Whether it reads as itself without quotes, wherever it stands. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A number that reads as itself, whole ones without a point. */
  static String number(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    boolean negativeZero = number == 0 && 1 / number < 0;
    return whole && !negativeZero ? Long.toString((long) number) : Double.toString(number);
  }
}
