package org.ocellus.query;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.PictureFields;
import org.ocellus.metadata.Place;

/** A condition that pictures meet or not; it never changes the order of hits. */
public sealed interface Filter
    permits Keyword,
        Filter.Label,
        Filter.Folder,
        Filter.Ids,
        Filter.Range,
        Filter.Near,
        Filter.Box,
        Filter.Extra,
        Filter.ExtraRange,
        Filter.Not,
        Filter.All,
        Filter.Any {

  /** Pictures in this folder or below it, relative to the indexed root. */
  static Filter folder(String path) {
    return new Folder(path);
  }

  /** Pictures for which the network predicted this class. */
  static Filter label(String name) {
    return new Label(name);
  }

  /** Pictures of these ids. */
  static Filter ids(String... ids) {
    return new Ids(Set.of(ids));
  }

  /** Pictures taken in [from, to); null for no bound. */
  static Filter taken(@Nullable Instant from, @Nullable Instant to) {
    return new Range(
        PictureFields.TAKEN,
        from == null ? Long.MIN_VALUE : from.getEpochSecond(),
        to == null ? Long.MAX_VALUE : to.getEpochSecond() - 1);
  }

  /** Pictures at least this wide and high, in pixels. */
  static Filter atLeast(int width, int height) {
    return and(
        new Range(PictureFields.WIDTH, width, Integer.MAX_VALUE),
        new Range(PictureFields.HEIGHT, height, Integer.MAX_VALUE));
  }

  /** Pictures taken within this distance of a place, in kilometres on the sphere. */
  static Filter near(double latitude, double longitude, double kilometres) {
    return new Near(new Place(latitude, longitude), kilometres);
  }

  /** Pictures taken in this box; one whose west is east of its east crosses the date line. */
  static Filter box(double south, double west, double north, double east) {
    return new Box(new Place(south, west), new Place(north, east));
  }

  /** Pictures whose extra field has this string or number. */
  static Filter extra(String name, Object value) {
    return new Extra(name, value);
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

  /** See {@link #label}. */
  record Label(String name) implements Filter {}

  /** See {@link #folder}. */
  record Folder(String path) implements Filter {}

  /** See {@link #ids}. */
  record Ids(Set<String> ids) implements Filter {
    public Ids {
      ids = Set.copyOf(ids);
    }
  }

  /** A whole-number field of {@link PictureFields} in [min, max]. */
  record Range(String field, long min, long max) implements Filter {}

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

  /** See {@link #extra}. */
  record Extra(String name, Object value) implements Filter {}

  /** A numeric extra field in [min, max]; infinities for no bound. */
  record ExtraRange(String name, double min, double max) implements Filter {}

  /** See {@link #not}. */
  record Not(Filter filter) implements Filter {}

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
