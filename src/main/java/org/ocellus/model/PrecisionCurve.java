package org.ocellus.model;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a score is worth: a hit of this cosine, or at this distance, is relevant with which
 * probability. A step function, for it is fitted without assuming a shape.
 *
 * <p>The promise holds for collections like the one it was measured on. Where fewer of the pictures
 * are relevant, the same score is worth less.
 *
 * @param metric what the values are
 * @param steps best first: values get worse and precisions fall from step to step
 */
public record PrecisionCurve(Metric metric, List<Step> steps) {

  /**
   * Hits as good as this, and not as good as the step before.
   *
   * @param value the worst cosine or distance of the step
   * @param precision the share of its hits that are relevant, in [0, 1]
   * @param hits how many it was measured on
   */
  public record Step(double value, double precision, long hits) {
    public Step {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a step's value must be finite, got " + value);
      }
      if (!(precision >= 0 && precision <= 1)) {
        throw new IllegalArgumentException(
            "a step's precision must be in [0, 1], got " + precision);
      }
      if (hits < 1) {
        throw new IllegalArgumentException("a step needs hits >= 1, got " + hits);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there is no step, or they are not in order
   */
  public PrecisionCurve {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("the curve for " + metric.id() + " has no steps");
    }
    for (int i = 1; i < steps.size(); i++) {
      Step better = steps.get(i - 1);
      Step worse = steps.get(i);
      if (!metric.nearer(better.value, worse.value) || better.precision <= worse.precision) {
        throw new IllegalArgumentException(
            "the curve for %s must fall from step to step, got %s after %s"
                .formatted(metric.id(), worse, better));
      }
    }
  }

  /** How likely a hit of this value is relevant; 0 below all that was measured. */
  public double precision(double value) {
    for (Step step : steps) {
      if (!metric.nearer(step.value, value)) {
        return step.precision;
      }
    }
    return 0;
  }

  /** The worst value that still promises this precision; empty if none does. */
  public OptionalDouble cutOff(double precision) {
    OptionalDouble worst = OptionalDouble.empty();
    for (Step step : steps) {
      if (step.precision >= precision) {
        worst = OptionalDouble.of(step.value);
      }
    }
    return worst;
  }

  /** The most that any value promises. */
  public double highest() {
    return steps.get(0).precision;
  }
}
