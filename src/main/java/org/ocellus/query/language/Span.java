package org.ocellus.query.language;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The whole numbers in [first, last] that a value stands for: a year stands for all its seconds, a
 * number for itself. So one rule serves all comparisons: {@code >= 2019} begins where 2019 begins,
 * {@code > 2019} after it ends.
 */
record Span(long first, long last) {

  /** A number, itself alone. */
  static Span number(String value) {
    long number = Long.parseLong(value);
    return new Span(number, number);
  }

  /** A year, in seconds of UTC since 1970. */
  static Span year(String value) {
    Year year = Year.of(Integer.parseInt(value));
    return days(year.atDay(1), year.plusYears(1).atDay(1));
  }

  /**
   * A year, month, day or moment, in seconds since 1970; UTC where it names no zone. {@code @5} is
   * the fifth second.
   *
   * @throws DateTimeException if it is none of these
   */
  static Span time(String value) {
    String text = value.toUpperCase(Locale.ROOT).replace(' ', 'T');
    if (text.startsWith("@")) {
      return number(text.substring(1));
    }
    if (text.matches("\\d{4}")) {
      return year(text);
    }
    if (text.matches("\\d{4}-\\d{2}")) {
      YearMonth month = YearMonth.parse(text);
      return days(month.atDay(1), month.plusMonths(1).atDay(1));
    }
    if (!text.contains("T")) {
      LocalDate day = LocalDate.parse(text);
      return days(day, day.plusDays(1));
    }
    if (text.endsWith("Z")) {
      long second = Instant.parse(text).getEpochSecond();
      return new Span(second, second);
    }
    boolean zoned = text.matches(".*[+-]\\d{2}:\\d{2}");
    long second =
        zoned
            ? OffsetDateTime.parse(text).toEpochSecond()
            : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
    return new Span(second, second);
  }

  private static Span days(LocalDate first, LocalDate end) {
    return new Span(seconds(first), seconds(end) - 1);
  }

  private static long seconds(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  /** From the first of this to the last of that. */
  Span to(Span end) {
    return new Span(first, end.last);
  }

  /** The numbers that compare like this with the value. */
  Span compared(String operator) {
    return switch (operator) {
      case "=" -> this;
      case "<" -> new Span(Long.MIN_VALUE, Math.subtractExact(first, 1));
      case "<=" -> new Span(Long.MIN_VALUE, last);
      case ">" -> new Span(Math.addExact(last, 1), Long.MAX_VALUE);
      case ">=" -> new Span(first, Long.MAX_VALUE);
      default -> throw new AssertionError("no such operator: " + operator);
    };
  }
}
