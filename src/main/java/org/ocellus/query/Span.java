package org.ocellus.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The whole numbers in [from, to) that a value in a filter expression stands for: a year stands for
 * all its seconds, a number for itself. So one rule serves all comparisons: {@code >= 2019} begins
 * where 2019 begins, {@code > 2019} where it ends.
 */
record Span(long from, long to) {

  /** A number, itself alone. */
  static Span number(String value) {
    long number = Long.parseLong(value);
    return new Span(number, Math.addExact(number, 1));
  }

  /** A year, in seconds of UTC since 1970. */
  static Span year(String value) {
    Year year = Year.of(Integer.parseInt(value));
    return days(year.atDay(1), year.plusYears(1).atDay(1));
  }

  /**
   * A year, month, day or moment, in seconds since 1970; UTC where it names no zone.
   *
   * @throws DateTimeException if it is none of these
   */
  static Span time(String value) {
    String text = value.toUpperCase(Locale.ROOT).replace(' ', 'T');
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
    boolean zoned = text.matches(".*(Z|[+-]\\d{2}:\\d{2})");
    Instant moment =
        zoned ? Instant.parse(text) : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    return new Span(moment.getEpochSecond(), moment.getEpochSecond() + 1);
  }

  private static Span days(LocalDate first, LocalDate end) {
    return new Span(
        first.toEpochSecond(LocalTime.MIN, ZoneOffset.UTC),
        end.toEpochSecond(LocalTime.MIN, ZoneOffset.UTC));
  }

  /** The numbers of a field that compare like this with the value. */
  Filter compared(String field, String operator) {
    return switch (operator) {
      case "=" -> new Filter.Range(field, from, to - 1);
      case "<" -> new Filter.Range(field, Long.MIN_VALUE, from - 1);
      case "<=" -> new Filter.Range(field, Long.MIN_VALUE, to - 1);
      case ">" -> new Filter.Range(field, to, Long.MAX_VALUE);
      case ">=" -> new Filter.Range(field, from, Long.MAX_VALUE);
      default -> throw new AssertionError("no such operator: " + operator);
    };
  }
}
