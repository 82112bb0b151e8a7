package org.ocellus.query;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ocellus.index.PictureFields;

/**
 * Reads a filter from one line, as people type it:
 *
 * <pre>
 * keyword=lisbon, -keyword=night, year>=2019, width>=800, near(38.69, -9.18, 20km)
 * </pre>
 *
 * <p>Conditions stand between commas and must all hold; a leading {@code -} turns one around. There
 * are {@code keyword, label, folder, id} with {@code =}; {@code year, taken, width, height, bytes}
 * with {@code = < <= > >=}, {@code taken} compared with a year, month, day or moment such as {@code
 * 2019-05-01T12:00} (UTC where it names no zone); {@code extra.NAME} for a manifest's own fields,
 * ordered where they are numbers; {@code near(latitude, longitude, distance km|m)} and {@code
 * box(south, west, north, east)}. A value with a comma or a space at its edge stands in quotes.
 */
public final class FilterParser {
  private static final String EXPECTED =
      "expected keyword, label, folder, id, year, taken, width, height, bytes, extra.NAME,"
          + " near(latitude, longitude, 20km) or box(south, west, north, east)";
  private static final List<String> OPERATORS = List.of("<=", ">=", "=", "<", ">");

  private final FilterScanner in;

  private FilterParser(String expression) {
    in = new FilterScanner(expression);
  }

  /**
   * The filter that an expression stands for.
   *
   * @throws IllegalArgumentException if it makes no sense; the message names the column and what
   *     was expected there
   */
  public static Filter parse(String expression) {
    FilterParser parser = new FilterParser(expression);
    List<Filter> all = new ArrayList<>();
    do {
      all.add(parser.condition());
    } while (parser.in.take(","));
    if (!parser.in.atEnd()) {
      throw parser.in.wrong(
          parser.in.column(), "expected a comma or the end, got " + parser.in.next());
    }
    return all.size() == 1 ? all.get(0) : new Filter.All(all);
  }

  private Filter condition() {
    if (in.take("-")) {
      return Filter.not(condition());
    }
    int column = in.column();
    String name = in.name();
    return switch (name) {
      case "keyword" -> VisualQuery.keyword(text(name));
      case "label" -> Filter.label(text(name));
      case "folder" -> Filter.folder(text(name));
      case "id" -> Filter.ids(text(name));
      case "year" -> range(PictureFields.TAKEN, Span::year, "a year such as 2019");
      case "taken" -> range(PictureFields.TAKEN, Span::time, "a date such as 2019-05-01");
      case PictureFields.WIDTH, PictureFields.HEIGHT, PictureFields.BYTES ->
          range(name, Span::number, "a whole number");
      case "near" -> near();
      case "box" -> box();
      default -> {
        if (name.startsWith("extra.") && name.length() > "extra.".length()) {
          yield extra(name.substring("extra.".length()));
        }
        throw in.wrong(
            column, EXPECTED + "; got " + (name.isEmpty() ? in.next() : "\"" + name + "\""));
      }
    };
  }

  private String text(String name) {
    int column = in.column();
    if (!operator(name).equals("=")) {
      throw in.wrong(column, name + " takes = alone");
    }
    return in.value(",");
  }

  private String operator(String name) {
    for (String operator : OPERATORS) {
      if (in.take(operator)) {
        return operator;
      }
    }
    throw in.wrong(in.column(), "expected =, <, <=, > or >= after " + name + ", got " + in.next());
  }

  private Filter range(String field, Function<String, Span> reading, String expected) {
    String operator = operator(field);
    int column = in.column();
    String value = in.value(",");
    try {
      return reading.apply(value).compared(field, operator);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw in.wrong(column, "expected " + expected + ", got \"" + value + "\"");
    }
  }

  private Filter extra(String name) {
    String operator = operator("extra." + name);
    int column = in.column();
    String value = in.value(",");
    double number = numberOrNaN(value);
    if (operator.equals("=")) {
      // A manifest's 10 may be a number or a string.
      return Double.isNaN(number)
          ? Filter.extra(name, value)
          : Filter.or(Filter.extra(name, value), Filter.extra(name, number));
    }
    if (Double.isNaN(number)) {
      throw in.wrong(column, "expected a number to compare with, got \"" + value + "\"");
    }
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    return switch (operator) {
      case "<" -> Filter.extra(name, least, Math.nextDown(number));
      case "<=" -> Filter.extra(name, least, number);
      case ">" -> Filter.extra(name, Math.nextUp(number), most);
      default -> Filter.extra(name, number, most);
    };
  }

  private Filter near() {
    in.expect("(");
    int start = in.column();
    double latitude = coordinate();
    in.expect(",");
    double longitude = coordinate();
    in.expect(",");
    int column = in.column();
    String distance = in.value(",)").toLowerCase(Locale.ROOT);
    boolean metres = distance.endsWith("m") && !distance.endsWith("km");
    double amount = numberOrNaN(distance.replaceFirst("\\s*k?m$", ""));
    if (Double.isNaN(amount)) {
      throw in.wrong(column, "expected a distance such as 20km or 500m, got \"" + distance + "\"");
    }
    in.expect(")");
    return placed(start, () -> Filter.near(latitude, longitude, metres ? amount / 1000 : amount));
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
    in.expect(")");
    return placed(start, () -> Filter.box(south, west, north, east));
  }

  /** Coordinates out of range are refused where they are used; here the column is added. */
  private Filter placed(int column, Supplier<Filter> filter) {
    try {
      return filter.get();
    } catch (IllegalArgumentException e) {
      throw in.wrong(column, String.valueOf(e.getMessage()));
    }
  }

  private double coordinate() {
    int column = in.column();
    String value = in.value(",)");
    double number = numberOrNaN(value);
    if (Double.isNaN(number)) {
      throw in.wrong(column, "expected degrees such as 38.69, got \"" + value + "\"");
    }
    return number;
  }

  private static double numberOrNaN(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
