package org.ocellus.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.ocellus.model.LabelledNeighbours.Neighbour;

/**
 * Finds out what a model's scores are worth: every labelled picture asks for its like among all
 * others, a hit of the same class is relevant, and precision as a function of the score is fitted
 * by isotonic regression. How well that holds for classes it was not fitted on is measured by
 * fitting on half of the classes and trying on the other half, both ways.
 *
 * <p>The fit looks at the first hits alone, and each counts as much as any other: classes with many
 * pictures weigh more.
 */
public final class Calibrator {
  /**
   * The fewest hits that a step is measured on: the standard error of a share is then at most √(¼ /
   * 400) = 0.025, or 0.035 where all pairs are counted from both sides.
   */
  private static final int LEAST_HITS = 400;

  private static final long SEED = 3;

  /** A picture's raw embedding and what it shows. */
  public record Labelled(float[] vector, String label) {}

  /** Whether two pictures, by their place in the list, are copies of one. */
  public interface Copies {
    boolean test(int one, int other, double cosine);
  }

  /**
   * How a promise was kept on classes that the curve was not fitted on.
   *
   * @param least the precision asked for
   * @param promised the mean of what the curve promised of the hits that pass
   * @param measured the share of these that are relevant
   * @param hits how many pass
   * @param answered the share of the questions that have at least one such hit
   */
  public record Promise(
      double least, double promised, double measured, long hits, double answered) {}

  private final List<Labelled> pictures;
  private final int neighbours;
  private final Map<Metric, List<Neighbour>> hits = new EnumMap<>(Metric.class);
  private final Map<String, Integer> folds;

  /**
   * Compares all pictures with each other, on all processors: takes a time that grows with the
   * square of their number.
   *
   * @param pictures of at least two classes
   * @param neighbours how many first hits of each picture to look at, at least 1
   * @param copies pairs to pass over, for finding a copy proves nothing
   * @throws IllegalArgumentException if there are too few pictures or classes, or a vector is zero
   */
  public Calibrator(List<Labelled> pictures, int neighbours, Copies copies) {
    if (neighbours < 1) {
      throw new IllegalArgumentException("neighbours must be >= 1, got " + neighbours);
    }
    this.pictures = List.copyOf(pictures);
    this.neighbours = neighbours;
    Set<String> labels = new TreeSet<>();
    pictures.forEach(picture -> labels.add(picture.label()));
    if (labels.size() < 2) {
      throw new IllegalArgumentException(
          "calibration needs pictures of at least 2 classes, got " + labels.size());
    }
    for (Metric metric : Metric.values()) {
      hits.put(metric, new ArrayList<>());
    }
    new LabelledNeighbours(pictures, neighbours, copies)
        .forEach((metric, found) -> hits.get(metric).addAll(found));
    for (List<Neighbour> found : hits.values()) {
      if (found.size() < LEAST_HITS) {
        throw new IllegalArgumentException(
            "calibration needs at least %d hits, got %d: give more pictures"
                .formatted(LEAST_HITS, found.size()));
      }
    }
    this.folds = folds(labels);
  }

  /** The curves fitted on all classes. */
  public Calibration calibration(Fingerprint fingerprint) {
    Map<Metric, PrecisionCurve> curves = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      curves.put(metric, fit(metric, hits.get(metric)));
    }
    return new Calibration(fingerprint, pictures.size(), folds.size(), neighbours, curves);
  }

  /**
   * How the promises 0.1 to 0.9 are kept on held-out classes: each half of the classes, drawn at
   * random with a fixed seed, is tried with a curve fitted on the questions of the other half.
   */
  public List<Promise> promises(Metric metric) {
    List<PrecisionCurve> curves = new ArrayList<>();
    for (int fold = 0; fold < 2; fold++) {
      int other = 1 - fold;
      curves.add(fit(metric, of(metric, query -> fold(query) == other)));
    }
    double[] promised =
        hits.get(metric).stream()
            .mapToDouble(hit -> curves.get(fold(hit.query())).precision(hit.value()))
            .toArray();
    return IntStream.rangeClosed(1, 9)
        .mapToObj(tenth -> promise(hits.get(metric), promised, tenth / 10.0))
        .toList();
  }

  private Promise promise(List<Neighbour> found, double[] promised, double least) {
    double sum = 0;
    long relevant = 0;
    long passing = 0;
    Set<Integer> answered = new HashSet<>();
    for (int i = 0; i < promised.length; i++) {
      if (promised[i] >= least) {
        sum += promised[i];
        relevant += found.get(i).relevant() ? 1 : 0;
        passing++;
        answered.add(found.get(i).query());
      }
    }
    return new Promise(
        least,
        sum / passing,
        (double) relevant / passing,
        passing,
        (double) answered.size() / pictures.size());
  }

  private List<Neighbour> of(Metric metric, Predicate<Integer> queries) {
    return hits.get(metric).stream().filter(hit -> queries.test(hit.query())).toList();
  }

  private int fold(int query) {
    return folds.get(pictures.get(query).label());
  }

  private static Map<String, Integer> folds(Set<String> labels) {
    List<String> shuffled = new ArrayList<>(labels);
    Collections.shuffle(shuffled, new Random(SEED));
    Map<String, Integer> folds = new HashMap<>();
    for (int i = 0; i < shuffled.size(); i++) {
      folds.put(shuffled.get(i), i % 2);
    }
    return folds;
  }

  /** The curve of these hits: steps of enough hits each, those that do not fall pooled. */
  static PrecisionCurve fit(Metric metric, List<Neighbour> hits) {
    List<Neighbour> sorted = new ArrayList<>(hits);
    Comparator<Neighbour> nearest = Comparator.comparingDouble(Neighbour::value);
    sorted.sort(metric == Metric.COSINE ? nearest.reversed() : nearest);
    List<double[]> steps = new ArrayList<>();
    double relevant = 0;
    int from = 0;
    for (int i = 0; i < sorted.size(); i++) {
      relevant += sorted.get(i).relevant() ? 1 : 0;
      int after = i + 1;
      boolean last = after == sorted.size();
      boolean tied = !last && sorted.get(after).value() == sorted.get(i).value();
      boolean enough = after - from >= LEAST_HITS && sorted.size() - after >= LEAST_HITS;
      if (last || (enough && !tied)) {
        steps.add(new double[] {sorted.get(i).value(), relevant, after - from});
        relevant = 0;
        from = after;
      }
    }
    double[] sums = steps.stream().mapToDouble(step -> step[1]).toArray();
    double[] weights = steps.stream().mapToDouble(step -> step[2]).toArray();
    return new PrecisionCurve(
        metric,
        IsotonicRegression.falling(sums, weights).stream()
            .map(
                pool ->
                    new PrecisionCurve.Step(
                        steps.get(pool.end() - 1)[0], pool.mean(), (long) pool.weight()))
            .toList());
  }
}
