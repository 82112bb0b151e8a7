package org.ocellus.trainer.task;

import java.util.Map;

/**
 * A network's outputs for held-out pictures, as the exported model gives them.
 *
 * @param items the pictures' numbers in their dataset
 * @param outputs rows parallel to {@code items}, by the output's name
 */
@SuppressWarnings("ArrayRecordComponent")
public record Predictions(int[] items, Map<String, float[][]> outputs) {
  /** The rows of one output. */
  public float[][] of(String output) {
    float[][] rows = outputs.get(output);
    if (rows == null) {
      throw new IllegalArgumentException("there is no output '" + output + "'");
    }
    return rows;
  }

  /** Whether all numbers are finite; others come of weights that training has ruined. */
  public boolean areFinite() {
    for (float[][] rows : outputs.values()) {
      for (float[] row : rows) {
        for (float value : row) {
          if (!Float.isFinite(value)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
