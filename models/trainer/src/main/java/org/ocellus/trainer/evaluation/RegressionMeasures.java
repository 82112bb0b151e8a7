package org.ocellus.trainer.evaluation;

import java.util.Arrays;

/**
 * How well numbers are predicted; each measure is the mean over the targets, and is not a number
 * without pictures.
 *
 * @param r2 the coefficient of determination 1 − Σ(truth − prediction)² / Σ(truth − mean truth)²: 1
 *     is perfect, 0 as good as always saying the mean, below 0 worse than that; not a number if a
 *     target has the same truth everywhere
 * @param rmse root mean square error, in the targets' units
 * @param mae mean absolute error, in the targets' units
 */
public record RegressionMeasures(double r2, double rmse, double mae) {
  /**
   * Measures predictions.
   *
   * @param predictions one row a picture, one column a target
   * @param truths the same shape
   * @throws IllegalArgumentException if the shapes differ
   */
  public static RegressionMeasures of(float[][] predictions, float[][] truths) {
    if (predictions.length != truths.length) {
      throw new IllegalArgumentException(
          predictions.length + " predictions need as many truths, got " + truths.length);
    }
    int targets = truths.length == 0 ? 1 : truths[0].length;
    for (int i = 0; i < truths.length; i++) {
      if (truths[i].length != targets || predictions[i].length != targets) {
        throw new IllegalArgumentException(
            "row %d has %d predictions and %d truths, row 0 %d truths"
                .formatted(i, predictions[i].length, truths[i].length, targets));
      }
    }
    double r2 = 0;
    double rmse = 0;
    double mae = 0;
    for (int t = 0; t < targets; t++) {
      int target = t;
      boolean constant = Arrays.stream(truths).allMatch(row -> row[target] == truths[0][target]);
      double mean = 0;
      for (float[] truth : truths) {
        mean += truth[t] / (double) truths.length;
      }
      double unexplained = 0;
      double spread = 0;
      double absolute = 0;
      for (int i = 0; i < truths.length; i++) {
        double error = (double) truths[i][t] - predictions[i][t];
        unexplained += error * error;
        absolute += Math.abs(error);
        spread += (truths[i][t] - mean) * (truths[i][t] - mean);
      }
      r2 += (constant ? Double.NaN : 1 - unexplained / spread) / targets;
      rmse += Math.sqrt(unexplained / truths.length) / targets;
      mae += absolute / truths.length / targets;
    }
    return new RegressionMeasures(r2, rmse, mae);
  }
}
