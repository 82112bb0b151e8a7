package org.ocellus.query.language;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.ocellus.index.PictureFields;
import org.ocellus.query.Filter;
import org.ocellus.query.TagExpression;
import org.ocellus.query.VisualQuery;

/** Reads filters; {@link QueryLanguage} shows their form. */
final class FilterParser {
  private static final String EXTRA = "extra.";
  private static final String EXPECTED =
      "expected keyword, label, folder, id, year, taken, width, height, bytes, aspect, extra.NAME,"
          + " near(latitude, longitude, 20km), box(south, west, north, east), and(…) or or(…)";
  private static final List<String> OPERATORS = List.of("<=", ">=", "=", "<", ">");

  private final LineScanner in;

  /** What ends a value without quotes. */
  private final String ends;

  /**
   * @param ends {@code ,)} and what else ends a value without quotes
   */
  FilterParser(LineScanner in, String ends) {
    this.in = in;
    this.ends = ends;
  }

  /** Conditions between commas, which must all hold. */
  Filter all() {
    List<Filter> all = conditions();
    return all.size() == 1 ? all.get(0) : new Filter.All(all);
  }

  private List<Filter> conditions() {
    List<Filter> conditions = new ArrayList<>();
    do {
      conditions.add(in.nested(this::condition));
      in.skipSpace();
    } while (in.take(","));
    return conditions;
  }

  private Filter condition() {
    if (in.take("-")) {
      return Filter.not(in.nested(this::condition));
    }
    int column = in.column();
    String name = in.name();
    in.skipSpace();
    return switch (name) {
      case "keyword" -> keyword(column);
      case "label" -> label(column);
      case "folder" -> Filter.folder(text(name));
      case "id" -> new Filter.Ids(ids());
      case "year" -> range(PictureFields.TAKEN, Span::year, "a year such as 2019");
      case "taken" -> range(PictureFields.TAKEN, Span::time, "a date such as 2019-05-01");
      case PictureFields.WIDTH, PictureFields.HEIGHT, PictureFields.BYTES ->
          range(name, Span::number, "a whole number");
      case "aspect" -> aspect();
      case "near" -> near();
      case "box" -> box();
      case "and" -> new Filter.All(arguments());
      case "or" -> new Filter.Any(arguments());
      default -> {
        if (name.equals(EXTRA) && in.seesQuote()) {
          yield extra(in.quoted());
        }
        if (name.startsWith(EXTRA) && name.length() > EXTRA.length()) {
          yield extra(name.substring(EXTRA.length()));
        }
        throw in.wrong(
            column, EXPECTED + "; got " + (name.isEmpty() ? in.next() : "\"" + name + "\""));
      }
    };
  }

  private List<Filter> arguments() {
    in.expect("(");
    List<Filter> arguments = in.sees(")") ? List.of() : conditions();
    close();
    return arguments;
  }

  /** What follows, alone, is another condition, or nothing of a filter. */
  private void close() {
    in.skipSpace();
    if (!in.takeAlone(")")) {
      throw in.wrong("expected ) or a comma, got " + in.next());
    }
  }

  private Filter keyword(int column) {
    if (!in.take("(")) {
      String text = text("keyword");
      return in.placed(column, () -> VisualQuery.keyword(text));
    }
    TagExpression tags = in.nested(() -> new QueryParser(in).level()).tagsAlone();
    close();
    return VisualQuery.keyword(tags);
  }

  private Filter label(int column) {
    String name = text("label", ends + ">");
    double least = in.takeAlone(">=") ? number("a probability", ends) : 0;
    return in.placed(column, () -> Filter.label(name, least));
  }

  private Set<String> ids() {
    if (!in.take("(")) {
      return Set.of(text("id"));
    }
    Set<String> ids = new LinkedHashSet<>();
    if (!in.sees(")")) {
      do {
        ids.add(value(",)"));
        in.skipSpace();
      } while (in.take(","));
    }
    close();
    return ids;
  }

  private String text(String name) {
    return text(name, ends);
  }

  private String text(String name, String terminators) {
    int column = in.column();
    if (!operator(name).equals("=")) {
      throw in.wrong(column, name + " takes = alone");
    }
    return value(terminators);
  }

  private String value(String terminators) {
    return in.seesQuote() ? in.quoted() : in.upTo(terminators);
  }

  private String operator(String name) {
    for (String operator : OPERATORS) {
      if (in.take(operator)) {
        return operator;
      }
    }
    throw in.wrong("expected =, <, <=, > or >= after " + name + ", got " + in.next());
  }

  private Filter range(String field, Function<String, Span> reading, String expected) {
    String operator = operator(field);
    int column = in.column();
    Span span = measured(value(ends), operator, reading, Span::to, column, expected);
    Span compared = in.placed(column, () -> compared(span, operator, column));
    return new Filter.Range(field, compared.first(), compared.last());
  }

  private Span compared(Span span, String operator, int column) {
    try {
      return span.compared(operator);
    } catch (ArithmeticException e) {
      throw in.wrong(column, "no number lies beyond");
    }
  }

  /** A value, or, after {@code =}, two of them with two dots between. */
  private <T> T measured(
      String value,
      String operator,
      Function<String, T> reading,
      BiFunction<T, T, T> joining,
      int column,
      String expected) {
    try {
      int dots = value.indexOf("..");
      if (dots < 0 || !operator.equals("=")) {
        return reading.apply(value);
      }
      return joining.apply(
          reading.apply(value.substring(0, dots).strip()),
          reading.apply(value.substring(dots + 2).strip()));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw in.wrong(column, "expected " + expected + ", got \"" + value + "\"");
    }
  }

  private Filter aspect() {
    String operator = operator("aspect");
    int column = in.column();
    String value = value(ends);
    return switch (operator + value) {
      case "=landscape" -> Filter.landscape();
      case "=portrait" -> Filter.portrait();
      case "=square" -> Filter.square();
      default -> {
        Interval interval =
            measured(
                    value,
                    operator,
                    Interval::of,
                    Interval::to,
                    column,
                    "width / height such as 1.5 or 3:2, landscape, portrait or square")
                .compared(operator);
        yield in.placed(column, () -> Filter.aspect(interval.min(), interval.max()));
      }
    };
  }

  private Filter extra(String name) {
    in.skipSpace();
    String operator = operator(EXTRA + name);
    int column = in.column();
    boolean string = in.seesQuote();
    String value = value(ends);
    String expected = "a number or a date such as 2019-05-01 to compare with";
    if (operator.equals("=")) {
      if (string || !value.matches("[-+.\\d@].*") && !value.equals("Infinity")) {
        return Filter.extra(name, value);
      }
      if (value.contains("..")) {
        return compared(name, value, operator, column, expected);
      }
      // A manifest's 10 may be a number or a string.
      try {
        return Filter.or(
            Filter.extra(name, value), compared(name, value, operator, column, expected));
      } catch (QuerySyntaxException e) {
        return Filter.extra(name, value);
      }
    }
    return compared(name, value, operator, column, expected);
  }

  /** A year is a number here: which of them is meant, no field says. */
  private Filter compared(String name, String value, String operator, int column, String expected) {
    int dots = operator.equals("=") ? value.indexOf("..") : -1;
    String start = dots < 0 ? value : value.substring(0, dots).strip();
    if (Interval.isNumber(start)) {
      Interval numbers =
          measured(value, operator, Interval::of, Interval::to, column, expected)
              .compared(operator);
      return Filter.extra(name, numbers.min(), numbers.max());
    }
    Span times = measured(value, operator, Span::time, Span::to, column, expected);
    Span compared = compared(times, operator, column);
    return new Filter.ExtraTime(name, compared.first(), compared.last());
  }

  private Filter near() {
    in.expect("(");
    int start = in.column();
    double latitude = coordinate();
    in.expect(",");
    double longitude = coordinate();
    in.expect(",");
    int column = in.column();
    String distance = in.upTo(",)").toLowerCase(Locale.ROOT);
    boolean metres = distance.endsWith("m") && !distance.endsWith("km");
    String amount = distance.replaceFirst("\\s*k?m$", "");
    if (!Interval.isNumber(amount)) {
      throw in.wrong(column, "expected a distance such as 20km or 500m, got \"" + distance + "\"");
    }
    close();
    double length = Interval.number(amount);
    return in.placed(
        start, () -> Filter.near(latitude, longitude, metres ? length / 1000 : length));
  }

  private Filter box() {
    in.expect("(");
    int start = in.column();
    double south = coordinate();
    in.expect(",");
    double west = coordinate();
    in.expect(",");
    double north = coordinate();
    in.expect(",");
    double east = coordinate();
    close();
    return in.placed(start, () -> Filter.box(south, west, north, east));
  }

  private double coordinate() {
    return number("degrees such as 38.69", ",)");
  }

  private double number(String expected, String terminators) {
    int column = in.column();
    String value = in.upTo(terminators);
    if (!Interval.isNumber(value)) {
      throw in.wrong(column, "expected " + expected + ", got \"" + value + "\"");
    }
    return Interval.number(value);
  }
}
