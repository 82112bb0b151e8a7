package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param epochs how often the weighted pictures are gone through
 * @param batch pictures in a step
 * @param progressive a smaller size of pictures that training starts with; absent for the network's
 *     own throughout
 * @param optimiser what turns gradients into changes of the weights
 * @param schedule how its rate changes
 * @param averaging decay of an exponential moving average of the weights after each step, such as
 *     0.999, which then is validated and exported in their place (Polyak and Juditsky, 1992);
 *     absent for none
 * @param precision of forward and backward pass
 * @param threads libtorch's threads; 0 for one on each core
 * @param seed of the weights, the order, the variation and the held-out pictures
 */
public record TrainingSpec(
    @JsonProperty(required = true) int epochs,
    @JsonProperty(required = true) int batch,
    @Nullable Progressive progressive,
    @JsonProperty(required = true) OptimiserSpec optimiser,
    @JsonProperty(required = true) Schedule schedule,
    @Nullable Double averaging,
    @JsonProperty(required = true) Precision precision,
    @JsonProperty(required = true) int threads,
    @JsonProperty(required = true) long seed) {

  /**
   * Learning from smaller pictures first, which is faster and, since crops enlarge what they show,
   * no worse for it (Touvron et al., "Fixing the train-test resolution discrepancy", 2019).
   *
   * @param size their width and height in pixels
   * @param until the share of the epochs that show them
   */
  public record Progressive(
      @JsonProperty(required = true) int size, @JsonProperty(required = true) double until) {
    /** Checks the ranges. */
    public Progressive {
      atLeastOne("size", size);
      if (!(until > 0 && until <= 1)) {
        throw new IllegalArgumentException("'until' must be in (0, 1], got " + until);
      }
    }
  }

  /** Arithmetic of forward and backward pass; weights and loss are always float32. */
  public enum Precision {
    /** 32-bit floats. */
    FLOAT32,
    /** libtorch's autocast to bfloat16: about twice as fast where the processor has it. */
    BFLOAT16,
    /** Whichever of the two is faster in a trial of a few steps. */
    AUTO
  }

  /** Checks the ranges. */
  public TrainingSpec {
    atLeastOne("epochs", epochs);
    atLeastOne("batch", batch);
    if (threads < 0) {
      throw new IllegalArgumentException("'threads' must be >= 0, got " + threads);
    }
    if (averaging != null && !(averaging > 0 && averaging < 1)) {
      throw new IllegalArgumentException("'averaging' must be in (0, 1), got " + averaging);
    }
  }

  /** The same with another number of epochs. */
  public TrainingSpec withEpochs(int other) {
    return new TrainingSpec(
        other, batch, progressive, optimiser, schedule, averaging, precision, threads, seed);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("'" + name + "' must be >= 1, got " + value);
    }
  }
}
