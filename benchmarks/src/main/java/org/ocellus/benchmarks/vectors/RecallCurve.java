package org.ocellus.benchmarks.vectors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an engine's recall costs: a point for each efSearch, the medians of all rounds.
 *
 * @param points by rising efSearch
 */
record RecallCurve(String engine, List<Point> points) {

  /**
   * One setting.
   *
   * @param efSearch 0 for an exact engine
   * @param slowest and fastest queries a second of any round
   * @param p50 and p99 in microseconds
   */
  record Point(
      int efSearch,
      double recall,
      double qps,
      double slowest,
      double fastest,
      double p50,
      double p99) {}

  static RecallCurve of(String engine, List<RecallRounds.Measured> measured) {
    Map<Integer, List<RecallRounds.Measured>> settings =
        measured.stream()
            .filter(each -> each.engine().equals(engine))
            .collect(
                Collectors.groupingBy(
                    RecallRounds.Measured::efSearch, TreeMap::new, Collectors.toList()));
    List<Point> points = new ArrayList<>();
    settings.forEach(
        (efSearch, rounds) ->
            points.add(
                new Point(
                    efSearch,
                    median(rounds.stream().map(RecallRounds.Measured::recall).toList()),
                    median(rounds.stream().map(RecallRounds.Measured::qps).toList()),
                    rounds.stream().mapToDouble(RecallRounds.Measured::qps).min().orElseThrow(),
                    rounds.stream().mapToDouble(RecallRounds.Measured::qps).max().orElseThrow(),
                    median(rounds.stream().map(RecallRounds.Measured::p50).toList()),
                    median(rounds.stream().map(RecallRounds.Measured::p99).toList()))));
    return new RecallCurve(engine, List.copyOf(points));
  }

  /** Those points that no other one beats in both recall and speed, by rising recall. */
  List<Point> pareto() {
    return points.stream()
        .filter(
            point ->
                points.stream()
                    .noneMatch(
                        other ->
                            other != point
                                && other.recall() >= point.recall()
                                && other.qps() >= point.qps()
                                && (other.recall() > point.recall() || other.qps() > point.qps())))
        .sorted(Comparator.comparingDouble(Point::recall))
        .toList();
  }

  /**
   * Queries a second at this recall: between two points of the Pareto front their logarithm is
   * taken to fall in a straight line. Empty where no point reaches the recall; the first point's
   * where all are above it.
   */
  OptionalDouble qpsAt(double recall) {
    List<Point> front = pareto();
    for (int i = 0; i < front.size(); i++) {
      Point above = front.get(i);
      if (above.recall() >= recall) {
        if (i == 0) {
          return OptionalDouble.of(above.qps());
        }
        Point below = front.get(i - 1);
        double share = (recall - below.recall()) / (above.recall() - below.recall());
        return OptionalDouble.of(
            Math.exp((1 - share) * Math.log(below.qps()) + share * Math.log(above.qps())));
      }
    }
    return OptionalDouble.empty();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
