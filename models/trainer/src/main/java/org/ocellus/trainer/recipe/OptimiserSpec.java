package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What turns gradients into changes of the weights; scales, shifts and biases never decay. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = OptimiserSpec.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = OptimiserSpec.AdamW.class, name = "adamw"),
})
public sealed interface OptimiserSpec {
  /** How strongly weights are drawn to 0. */
  double weightDecay();

  /** The greatest norm of the gradient; absent for no limit. */
  @Nullable Double clip();

  /**
   * Stochastic gradient descent with Nesterov momentum (Sutskever et al., 2013).
   *
   * @param momentum share of the last step that is kept
   * @param weightDecay L2 penalty
   * @param clip greatest norm of the gradient, or absent
   */
  record Sgd(
      @JsonProperty(required = true) double momentum,
      @JsonProperty(required = true) double weightDecay,
      @Nullable Double clip)
      implements OptimiserSpec {
    /** Checks the ranges. */
    public Sgd {
      check(momentum >= 0 && momentum < 1, "'momentum' must be in [0, 1), got " + momentum);
      check(weightDecay >= 0, "'weightDecay' must be >= 0, got " + weightDecay);
      check(clip == null || clip > 0, "'clip' must be > 0, got " + clip);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter, 2019).
   *
   * @param beta1 decay of the mean of gradients, usually 0.9
   * @param beta2 decay of the mean of their squares, usually 0.999
   * @param weightDecay share of a weight that is lost in a step, times the rate
   * @param clip greatest norm of the gradient, or absent
   */
  record AdamW(
      @JsonProperty(required = true) double beta1,
      @JsonProperty(required = true) double beta2,
      @JsonProperty(required = true) double weightDecay,
      @Nullable Double clip)
      implements OptimiserSpec {
    /** Checks the ranges. */
    public AdamW {
      check(beta1 >= 0 && beta1 < 1, "'beta1' must be in [0, 1), got " + beta1);
      check(beta2 >= 0 && beta2 < 1, "'beta2' must be in [0, 1), got " + beta2);
      check(weightDecay >= 0, "'weightDecay' must be >= 0, got " + weightDecay);
      check(clip == null || clip > 0, "'clip' must be > 0, got " + clip);
    }
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
