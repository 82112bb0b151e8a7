package org.ocellus.trainer.task;

import java.util.ArrayList;
import java.util.List;
import org.ocellus.trainer.data.DataException;

/**
 * The mean and the standard deviation of each continuous target over the training pictures. A
 * network learns {@code (value − mean) / deviation}, so that all targets weigh alike whatever their
 * units, and says {@code output · deviation + mean}.
 *
 * @param mean of each target
 * @param deviation of each target, above 0
 */
public record Standardisation(List<Double> mean, List<Double> deviation) {
  /** Copies the lists. */
  public Standardisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /**
   * Measures the targets.
   *
   * @param values one row a picture, one column a target; at least one row
   * @param targets the targets' names
   * @throws DataException if a target is the same everywhere, so that there is nothing to learn
   */
  public static Standardisation of(double[][] values, List<String> targets) {
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      double sum = 0;
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (double[] row : values) {
        sum += row[t];
        least = Math.min(least, row[t]);
        greatest = Math.max(greatest, row[t]);
      }
      if (!(least < greatest)) {
        throw new DataException(
            "target '%s' is %s in all training pictures; leave it out or give pictures that differ"
                .formatted(targets.get(t), least));
      }
      double centre = sum / values.length;
      double squares = 0;
      for (double[] row : values) {
        squares += (row[t] - centre) * (row[t] - centre);
      }
      mean.add(centre);
      deviation.add(Math.sqrt(squares / values.length));
    }
    return new Standardisation(mean, deviation);
  }
}
