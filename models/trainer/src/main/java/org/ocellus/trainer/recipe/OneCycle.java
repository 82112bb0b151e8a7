package org.ocellus.trainer.recipe;

/**
 * The one-cycle schedule (Smith and Topin, "Super-Convergence", 2018): the rate rises from a 25th
 * of its peak, then falls along half a cosine to nearly nothing.
 *
 * @param peak the highest rate
 * @param warmUp the share of the training in which the rate rises
 */
public record OneCycle(double peak, double warmUp) {
  private static final double FIRST = 1.0 / 25;
  private static final double LAST = 1e-4;

  /** Checks the ranges. */
  public OneCycle {
    if (!(peak > 0)) {
      throw new IllegalArgumentException("'peak' is " + peak + "; give a rate above 0");
    }
    if (!(warmUp >= 0 && warmUp < 1)) {
      throw new IllegalArgumentException(
          "'warmUp' is " + warmUp + "; give a share from 0 to less than 1");
    }
  }

  /**
   * The rate at a point of the training.
   *
   * @param progress from 0, the first step, to 1, the last
   */
  public double at(double progress) {
    return progress < warmUp
        ? cosine(peak * FIRST, peak, progress / warmUp)
        : cosine(peak, peak * LAST, (progress - warmUp) / (1 - warmUp));
  }

  private static double cosine(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
