package org.ocellus.query.language;

import java.time.Duration;
import java.util.Set;
import org.ocellus.model.Metric;
import org.ocellus.query.Browse;
import org.ocellus.query.Filter;
import org.ocellus.query.Fused;

/** Reads what a question says besides what it looks for: {@code limit:20} and the like. */
final class OptionParser {
  static final Set<String> NAMES =
      Set.of(
          "where",
          "limit",
          "offset",
          "min-score",
          "max-distance",
          "diversity",
          "deadline",
          "metric",
          "ef-search",
          "likely",
          "fusion",
          "order");

  private final LineScanner in;

  OptionParser(LineScanner in) {
    this.in = in;
  }

  /**
   * Reads the value of the option of this name, which is one of {@link #NAMES}, into its level.
   *
   * @param column where its name stands
   */
  void read(Level level, String name, int column) {
    switch (name) {
      case "where" -> {
        Filter filter = new FilterParser(in, " ,)").all();
        level.where(filter);
      }
      case "limit" -> {
        int limit = in.read(Integer::parseInt, "a whole number such as 20");
        level.option(name, column, query -> query.limit(limit));
      }
      case "offset" -> {
        int offset = in.read(Integer::parseInt, "a whole number such as 20");
        level.option(name, column, query -> query.offset(offset));
      }
      case "min-score" -> {
        double least = in.number("a score such as 0.6");
        level.option(name, column, query -> query.minScore(least));
      }
      case "max-distance" -> {
        double most = in.number("a distance such as 1.5");
        level.option(name, column, query -> query.maxDistance(most));
      }
      case "diversity" -> {
        double diversity = in.number("a number from 0 to 1");
        level.option(name, column, query -> query.diversity(diversity));
      }
      case "deadline" -> {
        Duration deadline = in.read(OptionParser::duration, "a time such as 200ms or 2s");
        level.option(name, column, query -> query.deadline(deadline));
      }
      case "metric" -> {
        String metric = in.value();
        level.by(column, in.placed(column, () -> Metric.of(metric)));
      }
      case "ef-search" ->
          level.efSearch(column, in.read(Integer::parseInt, "a whole number such as 100"));
      case "likely" -> level.likely(column, in.number("a probability such as 0.9"));
      case "fusion" -> {
        Fused.Fusion fusion =
            switch (in.value()) {
              case "rrf" -> Fused.Fusion.RRF;
              case "weighted" -> Fused.Fusion.WEIGHTED;
              default -> throw in.wrong(column, "fusion: is rrf or weighted");
            };
        level.fusedBy(column, fusion);
      }
      case "order" -> level.order(column, order(column));
      default -> throw new AssertionError("no such option: " + name);
    }
  }

  private Browse.Order order(int column) {
    String order = in.name();
    if (order.equals("newest")) {
      return new Browse.Newest();
    }
    if (!order.equals("random") || !in.takeAlone("(")) {
      throw in.wrong(column, "order: is newest or random(SEED) with a whole number as seed");
    }
    long seed = in.read(Long::parseLong, "a whole number as seed");
    if (!in.takeAlone(")")) {
      throw in.wrong("expected ), got " + in.next());
    }
    return new Browse.Random(seed);
  }

  private static Duration duration(String text) {
    if (text.startsWith("PT")) {
      return Duration.parse(text);
    }
    long amount = Long.parseLong(text.replaceFirst("(ms|s|min)$", ""));
    return text.endsWith("ms")
        ? Duration.ofMillis(amount)
        : text.endsWith("s")
            ? Duration.ofSeconds(amount)
            : text.endsWith("min") ? Duration.ofMinutes(amount) : Duration.parse(text);
  }
}
