package org.ocellus.query.language;

import java.util.regex.Pattern;

/** The real numbers in [min, max]. */
record Interval(double min, double max) {
  /** No hexadecimal digits, no suffixes and no NaN, all of which Java's own reading takes. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|[-+]?Infinity");

  static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  /**
   * A number.
   *
   * @throws NumberFormatException if it is none
   */
  static double number(String value) {
    if (!isNumber(value)) {
      throw new NumberFormatException(value);
    }
    return Double.parseDouble(value);
  }

  /** A number, itself alone; a ratio such as {@code 4:3} is one too. */
  static Interval of(String value) {
    int colon = value.indexOf(':');
    double number =
        colon < 0
            ? number(value)
            : number(value.substring(0, colon)) / number(value.substring(colon + 1));
    return new Interval(number, number);
  }

  /** From the least of this to the greatest of that. */
  Interval to(Interval end) {
    return new Interval(min, end.max);
  }

  /** The numbers that compare like this with the value. */
  Interval compared(String operator) {
    return switch (operator) {
      case "=" -> this;
      case "<" -> new Interval(Double.NEGATIVE_INFINITY, Math.nextDown(min));
      case "<=" -> new Interval(Double.NEGATIVE_INFINITY, max);
      case ">" -> new Interval(Math.nextUp(max), Double.POSITIVE_INFINITY);
      case ">=" -> new Interval(min, Double.POSITIVE_INFINITY);
      default -> throw new AssertionError("no such operator: " + operator);
    };
  }
}
