package org.ocellus.trainer.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured in one epoch.
 *
 * @param epoch its number, from 1
 * @param loss mean training loss
 * @param training measures on the varied training pictures while training, by name
 * @param validation measures on the held-out pictures, by name, in the task's order
 * @param images pictures trained on
 * @param seconds time spent training
 */
public record EpochMetrics(
    int epoch,
    double loss,
    Map<String, Double> training,
    Map<String, Double> validation,
    long images,
    double seconds) {

  /** Copies the maps. */
  public EpochMetrics {
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }

  /** Training speed. */
  public double imagesPerSecond() {
    return images / seconds;
  }
}
