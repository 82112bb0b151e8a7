package org.ocellus.trainer.evaluation;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

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
    return mean(each(predictions, truths));
  }

  /** The mean of each measure over targets. */
  static RegressionMeasures mean(Collection<RegressionMeasures> each) {
    return new RegressionMeasures(
        each.stream().mapToDouble(RegressionMeasures::r2).average().orElse(Double.NaN),
        each.stream().mapToDouble(RegressionMeasures::rmse).average().orElse(Double.NaN),
        each.stream().mapToDouble(RegressionMeasures::mae).average().orElse(Double.NaN));
  }

  /**
   * Measures the predictions of each target alone.
   *
   * @param predictions one row a picture, one column a target
   * @param truths the same shape
   * @return one a target; none without pictures
   * @throws IllegalArgumentException if the shapes differ
   */
  public static List<RegressionMeasures> each(float[][] predictions, float[][] truths) {
    if (predictions.length != truths.length) {
      throw new IllegalArgumentException(
          predictions.length + " predictions need as many truths, got " + truths.length);
    }
    int targets = truths.length == 0 ? 0 : truths[0].length;
    for (int i = 0; i < truths.length; i++) {
      if (truths[i].length != targets || predictions[i].length != targets) {
        throw new IllegalArgumentException(
            "row %d has %d predictions and %d truths, row 0 %d truths"
                .formatted(i, predictions[i].length, truths[i].length, targets));
      }
    }
    return IntStream.range(0, targets).mapToObj(t -> ofTarget(t, predictions, truths)).toList();
  }

  private static RegressionMeasures ofTarget(int t, float[][] predictions, float[][] truths) {
    int pictures = truths.length;
    double mean = 0;
    boolean constant = true;
    for (float[] truth : truths) {
      mean += truth[t] / (double) pictures;
      constant &= truth[t] == truths[0][t];
    }
    double unexplained = 0;
    double spread = 0;
    double absolute = 0;
    for (int i = 0; i < pictures; i++) {
      double error = (double) truths[i][t] - predictions[i][t];
      unexplained += error * error;
      absolute += Math.abs(error);
      spread += (truths[i][t] - mean) * (truths[i][t] - mean);
    }
    return new RegressionMeasures(
        constant ? Double.NaN : 1 - unexplained / spread,
        Math.sqrt(unexplained / pictures),
        absolute / pictures);
  }
}
