package org.ocellus.index;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Strings that are dates: a day ({@code 2019-05-01}, its first second), or a moment ({@code
 * 2019-05-01T12:30:00+02:00}), both in UTC where they name no zone.
 */
public final class Dates {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern LOCAL = Pattern.compile(DAY + "T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?");
  private static final Pattern ZONED = Pattern.compile(LOCAL + "(Z|[+-]\\d{2}:\\d{2})");

  private Dates() {}

  /** Seconds since 1970; empty for a string that is no date. */
  public static Optional<Long> seconds(String text) {
    try {
      if (DAY.matcher(text).matches()) {
        return Optional.of(LocalDate.parse(text).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
      }
      if (LOCAL.matcher(text).matches()) {
        return Optional.of(LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC));
      }
      return ZONED.matcher(text).matches()
          ? Optional.of(OffsetDateTime.parse(text).toEpochSecond())
          : Optional.empty();
    } catch (DateTimeException e) {
      // Such as the 31st of February.
      return Optional.empty();
    }
  }
}
