package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the learning rate changes over a training; scaled to however many epochs it has. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.OneCycle.class, name = "oneCycle"),
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
})
public sealed interface Schedule {
  /** The highest rate. */
  double peak();

  /** The share of the training in which the rate rises. */
  double warmUp();

  /**
   * The rate at a point of the training.
   *
   * @param progress from 0, the first step, to 1, the last
   */
  double at(double progress);

  /**
   * The one-cycle schedule (Smith and Topin, "Super-Convergence", 2018): the rate rises along half
   * a cosine from a 25th of its peak, then falls along half a cosine to nearly nothing.
   *
   * @param peak the highest rate
   * @param warmUp the share of the training in which the rate rises
   */
  record OneCycle(
      @JsonProperty(required = true) double peak, @JsonProperty(required = true) double warmUp)
      implements Schedule {
    private static final double FIRST = 1.0 / 25;
    private static final double LAST = 1e-4;

    /** Checks the ranges. */
    public OneCycle {
      check(peak, warmUp);
    }

    @Override
    public double at(double progress) {
      return progress < warmUp
          ? cosine(peak * FIRST, peak, progress / warmUp)
          : cosine(peak, peak * LAST, (progress - warmUp) / (1 - warmUp));
    }
  }

  /**
   * A straight rise from 0 to the peak, then half a cosine down to 0 (Loshchilov and Hutter,
   * "SGDR", 2017, without restarts).
   *
   * @param peak the highest rate
   * @param warmUp the share of the training in which the rate rises
   */
  record Cosine(
      @JsonProperty(required = true) double peak, @JsonProperty(required = true) double warmUp)
      implements Schedule {
    /** Checks the ranges. */
    public Cosine {
      check(peak, warmUp);
    }

    @Override
    public double at(double progress) {
      return progress < warmUp
          ? peak * progress / warmUp
          : cosine(peak, 0, (progress - warmUp) / (1 - warmUp));
    }
  }

  private static void check(double peak, double warmUp) {
    if (!(peak > 0)) {
      throw new IllegalArgumentException("'peak' must be > 0, got " + peak);
    }
    if (!(warmUp >= 0 && warmUp < 1)) {
      throw new IllegalArgumentException("'warmUp' must be in [0, 1), got " + warmUp);
    }
  }

  private static double cosine(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
