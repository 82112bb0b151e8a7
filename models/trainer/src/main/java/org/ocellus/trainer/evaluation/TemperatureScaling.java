package org.ocellus.trainer.evaluation;

/**
 * Probabilities that mean what they say: softmax(logits / T), with the one temperature T for which
 * held-out pictures are likeliest (Guo et al., "On Calibration of Modern Neural Networks", 2017,
 * section 4.2). No guess changes, only how sure it is.
 *
 * @param temperature above 0; 1 changes nothing, more makes guesses less sure
 */
public record TemperatureScaling(double temperature) {
  /** All guesses right: the fit ends here, or where no probability changes any more. */
  private static final double LEAST = 0.01;

  /** All guesses wrong: the fit ends here. */
  private static final double GREATEST = 100;

  private static final int STEPS = 100;

  /** Checks the range. */
  public TemperatureScaling {
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
    }
  }

  /**
   * The temperature from 0.01 to 100 with the least mean negative log-likelihood. That is convex in
   * 1/T, so its slope there has one change of sign, which is bracketed ever closer, by Newton's
   * steps where they stay inside and by halves where not.
   *
   * @param logits one row a picture
   * @param classes each picture's class
   * @throws IllegalArgumentException if there are no pictures, or not as many classes
   */
  public static TemperatureScaling fit(float[][] logits, int[] classes) {
    if (logits.length != classes.length || logits.length == 0) {
      throw new IllegalArgumentException(
          "a temperature needs logits and as many classes, got "
              + logits.length
              + " and "
              + classes.length);
    }
    double low = 1 / GREATEST;
    double high = 1 / LEAST;
    double inverse = 1;
    for (int step = 0; step < STEPS && high - low > 1e-9 * low; step++) {
      Slope slope = Slope.at(inverse, logits, classes);
      if (slope.first == 0) {
        break;
      }
      if (slope.first > 0) {
        high = inverse;
      } else {
        low = inverse;
      }
      double newton = inverse - slope.first / slope.second;
      if (Math.abs(newton - inverse) < 1e-9 * inverse) {
        break;
      }
      inverse = newton > low && newton < high ? newton : (low + high) / 2;
    }
    return new TemperatureScaling(1 / inverse);
  }

  /** The probabilities of each picture's classes. */
  public float[][] probabilities(float[][] logits) {
    float[][] probabilities = new float[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      double[] row = softmax(logits[i], 1 / temperature);
      probabilities[i] = new float[row.length];
      for (int c = 0; c < row.length; c++) {
        probabilities[i][c] = (float) row[c];
      }
    }
    return probabilities;
  }

  private static double[] softmax(float[] logits, double inverse) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double[] row = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      row[c] = Math.exp((logits[c] - greatest) * inverse);
      sum += row[c];
    }
    for (int c = 0; c < row.length; c++) {
      row[c] /= sum;
    }
    return row;
  }

  /** First and second derivative of the summed negative log-likelihood by 1/T. */
  private record Slope(double first, double second) {
    static Slope at(double inverse, float[][] logits, int[] classes) {
      double first = 0;
      double second = 0;
      for (int i = 0; i < logits.length; i++) {
        double[] p = softmax(logits[i], inverse);
        double mean = 0;
        for (int c = 0; c < p.length; c++) {
          mean += p[c] * logits[i][c];
        }
        double variance = 0;
        for (int c = 0; c < p.length; c++) {
          variance += p[c] * (logits[i][c] - mean) * (logits[i][c] - mean);
        }
        first += mean - logits[i][classes[i]];
        second += variance;
      }
      return new Slope(first, second);
    }
  }
}
