package org.ocellus.trainer.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.OptimizerParamGroupVector;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.OptimiserSpec;

/**
 * One of libtorch's optimisers over a network's parameters: weight decay on weights of two and more
 * dimensions, none on scales, shifts and biases. Owns native memory until closed.
 */
public final class Optimiser implements AutoCloseable {
  private static final double FIRST_RATE = 0.1; // set before each step

  private final Optimizer optimizer;
  private final TensorVector parameters;
  private final double clip;

  /**
   * Prepares to change weights.
   *
   * @param weights stay the caller's to close, after this
   */
  public Optimiser(OptimiserSpec spec, Weights weights) {
    clip = spec.clip() == null ? Double.POSITIVE_INFINITY : spec.clip();
    List<Tensor> decaying = new ArrayList<>();
    List<Tensor> others = new ArrayList<>();
    for (Tensor tensor : weights.parameters().values()) {
      (tensor.dim() > 1 ? decaying : others).add(tensor);
    }
    try (PointerScope scope = new PointerScope()) {
      TensorVector first = Weights.vector(decaying);
      OptimizerOptions options = options(spec, spec.weightDecay());
      optimizer =
          options instanceof SGDOptions sgd
              ? new SGD(first, sgd)
              : new AdamW(first, (AdamWOptions) options);
      optimizer.add_param_group(new OptimizerParamGroup(Weights.vector(others), options(spec, 0)));
      parameters = Weights.vector(weights.parameters().values());
      optimizer.retainReference();
      parameters.retainReference();
    }
  }

  /** Forgets the gradients; to be called before each loss goes backward. */
  public void zeroGradients() {
    optimizer.zero_grad();
  }

  /** Changes the parameters by their gradients; the caller has a scope open. */
  public void step(double rate) {
    if (clip < Double.POSITIVE_INFINITY) {
      torch.clip_grad_norm_(parameters, clip);
    }
    OptimizerParamGroupVector groups = optimizer.param_groups();
    for (long g = 0; g < groups.size(); g++) {
      groups.get(g).options().set_lr(rate);
    }
    optimizer.step();
  }

  void save(OutputArchive archive) {
    optimizer.save(archive);
  }

  void load(InputArchive archive) {
    optimizer.load(archive);
  }

  @Override
  public void close() {
    parameters.close();
    optimizer.close();
  }

  private static OptimizerOptions options(OptimiserSpec spec, double decay) {
    if (spec instanceof OptimiserSpec.Sgd sgd) {
      SGDOptions options = new SGDOptions(FIRST_RATE);
      options.momentum().put(sgd.momentum());
      options.weight_decay().put(decay);
      options.nesterov().put(sgd.momentum() > 0);
      return options;
    }
    OptimiserSpec.AdamW adam = (OptimiserSpec.AdamW) spec;
    AdamWOptions options = new AdamWOptions(FIRST_RATE);
    // A std::tuple, whose order in memory is the C++ library's affair; the defaults tell it.
    DoublePointer betas = options.betas();
    int first = betas.get(0) < betas.get(1) ? 0 : 1;
    betas.put(first, adam.beta1()).put(1 - first, adam.beta2());
    options.weight_decay().put(decay);
    return options;
  }
}
