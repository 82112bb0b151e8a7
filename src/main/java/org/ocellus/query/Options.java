package org.ocellus.query;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every question may say besides.
 *
 * @param limit how many hits at most, in [1, {@value #MAX_DEPTH}]
 * @param offset how many of the first hits to leave out, at least 0
 * @param filters all must pass
 * @param minScore lowest score; null for any
 * @param maxDistance largest distance; null for any
 * @param diversity how much variety counts, in [0, 1]; 0 for not at all
 * @param deadline longest time; null for any
 */
public record Options(
    int limit,
    int offset,
    List<Filter> filters,
    @Nullable Double minScore,
    @Nullable Double maxDistance,
    double diversity,
    @Nullable Duration deadline) {

  /** The largest offset + limit: beyond that, hits are a listing, not an answer. */
  public static final int MAX_DEPTH = 10_000;

  /** The first ten hits, of all pictures, however good. */
  public static final Options DEFAULT = new Options(10, 0, List.of(), null, null, 0, null);

  public Options {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1, got " + limit);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset must be >= 0, got " + offset);
    }
    if ((long) offset + limit > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "offset + limit must be <= " + MAX_DEPTH + ", got " + offset + " + " + limit);
    }
    if (minScore != null && !Double.isFinite(minScore)) {
      throw new IllegalArgumentException("minScore must be finite, got " + minScore);
    }
    if (maxDistance != null && !(maxDistance >= 0 && Double.isFinite(maxDistance))) {
      throw new IllegalArgumentException("maxDistance must be >= 0, got " + maxDistance);
    }
    if (!(diversity >= 0 && diversity <= 1)) {
      throw new IllegalArgumentException("diversity must be in [0, 1], got " + diversity);
    }
    if (deadline != null && (deadline.isZero() || deadline.isNegative())) {
      throw new IllegalArgumentException("deadline must be positive, got " + deadline);
    }
    filters = List.copyOf(filters);
  }

  Options withLimit(int value) {
    return new Options(value, offset, filters, minScore, maxDistance, diversity, deadline);
  }

  Options withOffset(int value) {
    return new Options(limit, value, filters, minScore, maxDistance, diversity, deadline);
  }

  Options withFilter(Filter value) {
    List<Filter> all = Stream.concat(filters.stream(), Stream.of(value)).toList();
    return new Options(limit, offset, all, minScore, maxDistance, diversity, deadline);
  }

  Options withMinScore(double value) {
    return new Options(limit, offset, filters, value, maxDistance, diversity, deadline);
  }

  Options withMaxDistance(double value) {
    return new Options(limit, offset, filters, minScore, value, diversity, deadline);
  }

  Options withDiversity(double value) {
    return new Options(limit, offset, filters, minScore, maxDistance, value, deadline);
  }

  Options withDeadline(Duration value) {
    return new Options(limit, offset, filters, minScore, maxDistance, diversity, value);
  }

  /** How far down the ranking the last hit asked for stands. */
  int depth() {
    return offset + limit;
  }
}
