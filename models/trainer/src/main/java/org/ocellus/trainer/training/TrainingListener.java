package org.ocellus.trainer.training;

import java.util.Map;

/** Hears how a training goes, on the training thread. */
public interface TrainingListener {
  /**
   * A moment within an epoch.
   *
   * @param epoch number of the epoch, from 1
   * @param epochs how many there are
   * @param step number of the step within the epoch, from 1
   * @param steps how many there are
   * @param loss mean of the epoch so far
   * @param seen what the task shows beside the loss, means of the epoch so far, by name
   * @param imagesPerSecond of the epoch so far
   * @param secondsLeft estimate for all epochs
   */
  record Moment(
      int epoch,
      int epochs,
      int step,
      int steps,
      double loss,
      Map<String, Double> seen,
      double imagesPerSecond,
      double secondsLeft) {}

  /** When training goes on from a checkpoint; the last call for its epoch may not have happened. */
  void resumed(EpochMetrics last);

  /** About twice a second. */
  void progress(Moment moment);

  /** After each epoch, when its checkpoint is written. */
  void epoch(EpochMetrics metrics);
}
