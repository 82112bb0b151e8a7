package org.ocellus.trainer.evaluation;

import java.util.List;

/**
 * How well classes are told apart. A guess is right if it is among the picture's classes; of equal
 * probabilities that of the smaller class number comes first.
 *
 * @param pictures how many were looked at
 * @param accuracy the share whose likeliest class is right; not a number without pictures
 * @param top5 the share with a right class among the five likeliest
 * @param ece expected calibration error (Guo et al., "On Calibration of Modern Neural Networks",
 *     2017; 15 bins of equal width) of the likeliest classes' probabilities
 * @param confusion by the classes' names; a wrong guess counts against the picture's first class
 */
public record ClassificationMeasures(
    int pictures, double accuracy, double top5, double ece, ConfusionMatrix confusion) {
  private static final int FIVE = 5;

  /**
   * Measures guesses.
   *
   * @param probabilities one row a picture, one column a class; each row sums to 1
   * @param classes the numbers of each picture's classes, at least one
   * @param names the classes' names
   * @throws IllegalArgumentException if they are not equally many
   */
  public static ClassificationMeasures of(
      float[][] probabilities, int[][] classes, List<String> names) {
    if (probabilities.length != classes.length) {
      throw new IllegalArgumentException(
          probabilities.length + " rows need as many lists of classes, got " + classes.length);
    }
    ConfusionMatrix confusion = new ConfusionMatrix(names);
    CalibrationError error = new CalibrationError();
    int right = 0;
    int amongFive = 0;
    for (int i = 0; i < classes.length; i++) {
      int guess = likeliest(probabilities[i]);
      int rank = rank(probabilities[i], classes[i]);
      boolean isRight = rank == 1;
      right += isRight ? 1 : 0;
      amongFive += rank <= Math.min(FIVE, probabilities[i].length) ? 1 : 0;
      error.add(probabilities[i][guess], isRight);
      confusion.add(isRight ? guess : classes[i][0], guess);
    }
    return new ClassificationMeasures(
        classes.length,
        (double) right / classes.length,
        (double) amongFive / classes.length,
        error.value(),
        confusion);
  }

  /** The number of the likeliest class, the first of equal ones. */
  public static int likeliest(float[] row) {
    int likeliest = 0;
    for (int c = 1; c < row.length; c++) {
      if (row[c] > row[likeliest]) {
        likeliest = c;
      }
    }
    return likeliest;
  }

  /** The place of the likeliest of these classes, from 1; the last where a row has no numbers. */
  private static int rank(float[] row, int[] classes) {
    for (float probability : row) {
      if (!Float.isFinite(probability)) {
        return row.length + 1;
      }
    }
    int first = classes[0];
    for (int c : classes) {
      if (row[c] > row[first] || (row[c] == row[first] && c < first)) {
        first = c;
      }
    }
    int rank = 1;
    for (int c = 0; c < row.length; c++) {
      if (row[c] > row[first] || (row[c] == row[first] && c < first)) {
        rank++;
      }
    }
    return rank;
  }
}
