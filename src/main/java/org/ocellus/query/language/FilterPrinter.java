package org.ocellus.query.language;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;
import org.ocellus.query.Filter;
import org.ocellus.query.Keyword;
import org.ocellus.query.Options;
import org.ocellus.query.TagExpression;

/** Writes filters. */
final class FilterPrinter {
  private FilterPrinter() {}

  /** As it stands by itself. */
  static String print(Filter filter) {
    return filter instanceof Filter.All all && all.filters().size() > 1
        ? joined(all.filters())
        : condition(filter);
  }

  private static String joined(List<Filter> filters) {
    return filters.stream().map(FilterPrinter::condition).collect(Collectors.joining(","));
  }

  private static String condition(Filter filter) {
    return switch (filter) {
      case Keyword keyword -> keyword(keyword);
      case Filter.Label label ->
          "label="
              + Quoting.value(label.name())
              + (label.minProbability() > 0 ? ">=" + number(label.minProbability()) : "");
      case Filter.Folder folder -> "folder=" + Quoting.value(folder.path());
      case Filter.Ids ids -> ids(ids.ids());
      case Filter.Range range -> range(range);
      case Filter.Aspect aspect -> "aspect" + interval(aspect.min(), aspect.max());
      case Filter.Near near ->
          "near(%s,%s,%skm)"
              .formatted(
                  number(near.place().latitude()),
                  number(near.place().longitude()),
                  number(near.kilometres()));
      case Filter.Box box ->
          "box(%s,%s,%s,%s)"
              .formatted(
                  number(box.southWest().latitude()),
                  number(box.southWest().longitude()),
                  number(box.northEast().latitude()),
                  number(box.northEast().longitude()));
      case Filter.Extra extra -> extra(extra.name()) + "=" + string(extra.value());
      case Filter.ExtraRange range -> extra(range.name()) + interval(range.min(), range.max());
      case Filter.ExtraTime time -> extra(time.name()) + time(time.min(), time.max());
      case Filter.Not not -> "-" + condition(not.filter());
      case Filter.All all -> "and(" + joined(all.filters()) + ")";
      case Filter.Any any -> "or(" + joined(any.filters()) + ")";
    };
  }

  private static String keyword(Keyword keyword) {
    if (!keyword.options().equals(Options.DEFAULT)) {
      throw new IllegalArgumentException(
          "a keyword used as a filter takes no limit, cut-off or filter of its own");
    }
    boolean simple =
        keyword.tags() instanceof TagExpression.Tag tag
            && tag.equals(TagExpression.tag(tag.text()));
    return simple
        ? "keyword=" + Quoting.value(((TagExpression.Tag) keyword.tags()).text())
        : "keyword(" + TagPrinter.print(keyword.tags()) + ")";
  }

  private static String ids(Collection<String> ids) {
    String list = ids.stream().sorted().map(Quoting::value).collect(Collectors.joining(","));
    return ids.size() == 1 ? "id=" + list : "id(" + list + ")";
  }

  private static String range(Filter.Range range) {
    long min = range.min();
    long max = range.max();
    if (!range.field().equals(PictureFields.TAKEN)) {
      return range.field() + bounded(Long.toString(min), Long.toString(max), min, max);
    }
    String first = min == Long.MIN_VALUE ? "" : year(min);
    String last = max == Long.MAX_VALUE ? "" : max == Long.MIN_VALUE ? null : year(max + 1);
    boolean years = first != null && last != null && !(first.isEmpty() && last.isEmpty());
    if (!years) {
      return "taken" + time(min, max);
    }
    String end = last.isEmpty() ? "" : "%04d".formatted(Integer.parseInt(last) - 1);
    return "year" + bounded(first, end, min, max);
  }

  /** The year that begins with this second; null if none that has four digits does. */
  private static @Nullable String year(long second) {
    if (second < Instant.parse("0001-01-01T00:00:00Z").getEpochSecond()
        || second > Instant.parse("9999-01-01T00:00:00Z").getEpochSecond()) {
      return null;
    }
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC);
    boolean begins =
        day.getDayOfYear() == 1 && day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) == second;
    return begins ? "%04d".formatted(day.getYear()) : null;
  }

  private static String time(long min, long max) {
    return bounded(moment(min), moment(max), min, max);
  }

  private static String moment(long second) {
    return second >= Instant.MIN.getEpochSecond() && second <= Instant.MAX.getEpochSecond()
        ? Instant.ofEpochSecond(second).toString()
        : "@" + second;
  }

  private static String bounded(String first, String last, long min, long max) {
    return max == Long.MAX_VALUE
        ? ">=" + first
        : min == Long.MIN_VALUE
            ? "<=" + last
            : "=" + (first.equals(last) ? first : first + ".." + last);
  }

  private static String interval(double min, double max) {
    return max == Double.POSITIVE_INFINITY
        ? ">=" + number(min)
        : min == Double.NEGATIVE_INFINITY
            ? "<=" + number(max)
            : "=" + number(min) + ".." + number(max);
  }

  private static String extra(String name) {
    boolean plain = name.matches("[\\p{L}\\p{N}._-]+");
    return "extra." + (plain ? name : Quoting.quoted(name));
  }

  /** What might be read as a number or a date needs quotes. */
  private static String string(String value) {
    return value.matches("\\p{L}[\\p{L}\\p{N}_-]*") && !value.equals("Infinity")
        ? value
        : Quoting.quoted(value);
  }

  private static String number(double number) {
    return Quoting.number(number);
  }
}
