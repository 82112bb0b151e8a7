package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param epochs how often the weighted pictures are gone through
 * @param batch pictures in a step
 * @param optimiser what turns gradients into changes of the weights
 * @param schedule how its rate changes
 * @param labelSmoothing probability spread over all labels (Szegedy et al., 2016)
 * @param precision of forward and backward pass
 * @param threads libtorch's threads; 0 for one on each core
 * @param seed of the weights, the order, the variation and the held-out pictures
 */
public record TrainingSpec(
    int epochs,
    int batch,
    @JsonProperty(required = true) Sgd optimiser,
    @JsonProperty(required = true) OneCycle schedule,
    double labelSmoothing,
    @JsonProperty(required = true) Precision precision,
    int threads,
    long seed) {

  /** Arithmetic of forward and backward pass; weights and loss are always float32. */
  public enum Precision {
    /** 32-bit floats. */
    FLOAT32,
    /** libtorch's autocast to bfloat16: about twice as fast where the processor has it. */
    BFLOAT16
  }

  /**
   * Stochastic gradient descent with Nesterov momentum (Sutskever et al., 2013).
   *
   * @param momentum share of the last step that is kept
   * @param weightDecay L2 penalty on weights; scales, shifts and biases have none
   * @param clip greatest norm of the gradient, or absent for no limit
   */
  public record Sgd(double momentum, double weightDecay, @Nullable Double clip) {}

  /** Checks the ranges. */
  public TrainingSpec {
    atLeastOne("epochs", epochs);
    atLeastOne("batch", batch);
    if (labelSmoothing < 0 || labelSmoothing >= 1) {
      throw new IllegalArgumentException(
          "'labelSmoothing' is " + labelSmoothing + "; give a number from 0 to less than 1");
    }
  }

  TrainingSpec withEpochs(int other) {
    return new TrainingSpec(
        other, batch, optimiser, schedule, labelSmoothing, precision, threads, seed);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "'" + name + "' is " + value + "; give a number of 1 or more");
    }
  }
}
