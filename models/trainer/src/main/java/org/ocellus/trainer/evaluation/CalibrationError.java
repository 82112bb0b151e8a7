package org.ocellus.trainer.evaluation;

/**
 * The expected calibration error (Guo et al., "On Calibration of Modern Neural Networks", 2017,
 * equation 3): guesses are put into 15 bins of equal width by the probability that the network gave
 * them, and the error is the mean over all guesses of the distance between their bin's accuracy and
 * its mean probability. 0 is perfect.
 */
final class CalibrationError {
  private static final int BINS = 15;

  private final double[] probabilities = new double[BINS];
  private final long[] right = new long[BINS];
  private long guesses;

  /**
   * Counts a guess; bin b of 15 holds the probabilities above (b − 1)/15 up to b/15.
   *
   * @param probability of the guessed class, in [0, 1]
   * @param isRight whether the guess is right
   */
  void add(double probability, boolean isRight) {
    int bin = Math.clamp((int) Math.ceil(probability * BINS) - 1, 0, BINS - 1);
    probabilities[bin] += probability;
    right[bin] += isRight ? 1 : 0;
    guesses++;
  }

  /** The error, in [0, 1]; not a number without guesses. */
  double value() {
    double sum = 0;
    for (int b = 0; b < BINS; b++) {
      sum += Math.abs(right[b] - probabilities[b]);
    }
    return sum / guesses;
  }
}
