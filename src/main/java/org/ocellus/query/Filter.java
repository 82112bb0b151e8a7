package org.ocellus.query;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Dates;
import org.ocellus.index.PictureFields;
import org.ocellus.metadata.Place;

/** A condition that pictures meet or not; it never changes the order of hits. */
public sealed interface Filter
    permits Keyword,
        Filter.Label,
        Filter.Folder,
        Filter.Ids,
        Filter.Range,
        Filter.Aspect,
        Filter.Near,
        Filter.Box,
        Filter.Extra,
        Filter.ExtraRange,
        Filter.ExtraTime,
        Filter.Not,
        Filter.All,
        Filter.Any {

  /** Pictures in this folder or below it, relative to the indexed root. */
  static Filter folder(String path) {
    return new Folder(path);
  }

  /** Pictures for which the network predicted this class. */
  static Filter label(String name) {
    return new Label(name, 0);
  }

  /** Pictures for which the network predicted this class with at least this probability. */
  static Filter label(String name, double minProbability) {
    return new Label(name, minProbability);
  }

  /** Pictures of these ids. */
  static Filter ids(String... ids) {
    return new Ids(Set.copyOf(List.of(ids)));
  }

  /** Pictures taken in [from, to); null for no bound. */
  static Filter taken(@Nullable Instant from, @Nullable Instant to) {
    return new Range(PictureFields.TAKEN, first(from), last(to));
  }

  /** Pictures at least this wide and high, in pixels. */
  static Filter atLeast(int width, int height) {
    return and(
        new Range(PictureFields.WIDTH, width, Integer.MAX_VALUE),
        new Range(PictureFields.HEIGHT, height, Integer.MAX_VALUE));
  }

  /** Pictures whose width / height is in [min, max]. */
  static Filter aspect(double min, double max) {
    return new Aspect(min, max);
  }

  /** Pictures wider than high. */
  static Filter landscape() {
    return aspect(Math.nextUp(1.0), Double.POSITIVE_INFINITY);
  }

  /** Pictures higher than wide. */
  static Filter portrait() {
    return aspect(Double.NEGATIVE_INFINITY, Math.nextDown(1.0));
  }

  /** Pictures as wide as high. */
  static Filter square() {
    return aspect(1, 1);
  }

  /** Pictures taken within this distance of a place, in kilometres on the sphere. */
  static Filter near(double latitude, double longitude, double kilometres) {
    return new Near(new Place(latitude, longitude), kilometres);
  }

  /** Pictures taken in this box; one whose west is east of its east crosses the date line. */
  static Filter box(double south, double west, double north, double east) {
    return new Box(new Place(south, west), new Place(north, east));
  }

  /** Pictures whose extra field is this string, or has it in its list, letter by letter. */
  static Filter extra(String name, String value) {
    return new Extra(name, value);
  }

  /** Pictures whose extra field is this number. */
  static Filter extra(String name, double value) {
    return new ExtraRange(name, value, value);
  }

  /** Pictures whose extra field is a number in [min, max]; infinities for no bound. */
  static Filter extra(String name, double min, double max) {
    return new ExtraRange(name, min, max);
  }

  /** Pictures whose extra field is a {@linkplain Dates date} in [from, to); null for no bound. */
  static Filter extra(String name, @Nullable Instant from, @Nullable Instant to) {
    return new ExtraTime(name, first(from), last(to));
  }

  /** Pictures that this filter does not pass. */
  static Filter not(Filter filter) {
    return new Not(filter);
  }

  /** Pictures that pass all of these. */
  static Filter and(Filter... filters) {
    return new All(List.of(filters));
  }

  /** Pictures that pass any of these. */
  static Filter or(Filter... filters) {
    return new Any(List.of(filters));
  }

  private static long first(@Nullable Instant from) {
    return from == null ? Long.MIN_VALUE : from.getEpochSecond();
  }

  private static long last(@Nullable Instant to) {
    return to == null ? Long.MAX_VALUE : to.getEpochSecond() - 1;
  }

  private static void checkBounds(String what, double min, double max) {
    if (Double.isNaN(min) || Double.isNaN(max)) {
      throw new IllegalArgumentException(
          "%s must have numbers as bounds, got %s and %s".formatted(what, min, max));
    }
  }

  /** See {@link #label}; the probability is compared to within 0.4 %. */
  record Label(String name, double minProbability) implements Filter {
    public Label {
      // Held to the rules of a tag, which it is.
      var unused = TagExpression.tag(name).predicted(minProbability);
    }
  }

  /** See {@link #folder}. */
  record Folder(String path) implements Filter {}

  /** See {@link #ids}. */
  record Ids(Set<String> ids) implements Filter {
    public Ids {
      ids = Set.copyOf(ids);
    }
  }

  /**
   * A whole number in [min, max].
   *
   * @param field {@link PictureFields#TAKEN}, in seconds since 1970, {@link PictureFields#WIDTH},
   *     {@link PictureFields#HEIGHT} or {@link PictureFields#BYTES}
   */
  record Range(String field, long min, long max) implements Filter {
    /** The fields that hold whole numbers. */
    static final List<String> FIELDS =
        List.of(
            PictureFields.TAKEN, PictureFields.WIDTH, PictureFields.HEIGHT, PictureFields.BYTES);

    public Range {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            "a range is one of " + String.join(", ", FIELDS) + ", got \"" + field + "\"");
      }
    }
  }

  /** See {@link #aspect}. */
  record Aspect(double min, double max) implements Filter {
    public Aspect {
      checkBounds("an aspect", min, max);
    }
  }

  /** See {@link #near}. */
  record Near(Place place, double kilometres) implements Filter {
    public Near {
      if (!(kilometres > 0 && Double.isFinite(kilometres))) {
        throw new IllegalArgumentException("kilometres must be > 0, got " + kilometres);
      }
    }
  }

  /** See {@link #box}. */
  record Box(Place southWest, Place northEast) implements Filter {
    public Box {
      if (southWest.latitude() > northEast.latitude()) {
        throw new IllegalArgumentException(
            "a box's south must not lie north of its north, got "
                + southWest.latitude()
                + " and "
                + northEast.latitude());
      }
    }
  }

  /** See {@link #extra(String, String)}. */
  record Extra(String name, String value) implements Filter {}

  /** See {@link #extra(String, double, double)}. */
  record ExtraRange(String name, double min, double max) implements Filter {
    public ExtraRange {
      checkBounds("extra field \"" + name + "\"", min, max);
    }
  }

  /** A date in seconds since 1970 in [min, max]; see {@link #extra(String, Instant, Instant)}. */
  record ExtraTime(String name, long min, long max) implements Filter {}

  /** See {@link #not}. */
  record Not(Filter filter) implements Filter {
    public Not {
      Objects.requireNonNull(filter, "filter");
    }
  }

  /** See {@link #and}. */
  record All(List<Filter> filters) implements Filter {
    public All {
      filters = List.copyOf(filters);
    }
  }

  /** See {@link #or}. */
  record Any(List<Filter> filters) implements Filter {
    public Any {
      filters = List.copyOf(filters);
    }
  }
}
