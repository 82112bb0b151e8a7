package org.ocellus.trainer.training;

import java.util.Map;

/**
 * What was measured in one epoch. Accuracy is the share of pictures whose first guess is among
 * their labels.
 *
 * @param epoch its number, from 1
 * @param loss mean training loss
 * @param accuracy on the varied training pictures while training
 * @param validation accuracy on all held-out pictures
 * @param validationBySource accuracy on the held-out pictures of each source
 * @param images pictures trained on
 * @param seconds time spent training
 */
public record EpochMetrics(
    int epoch,
    double loss,
    double accuracy,
    double validation,
    Map<String, Double> validationBySource,
    long images,
    double seconds) {

  /** Training speed. */
  public double imagesPerSecond() {
    return images / seconds;
  }
}
