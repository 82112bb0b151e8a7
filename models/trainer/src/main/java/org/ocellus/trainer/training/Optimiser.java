package org.ocellus.trainer.training;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.OptimizerParamGroupVector;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.NamedTensors;
import org.ocellus.trainer.recipe.TrainingSpec.Sgd;

/**
 * libtorch's SGD with Nesterov momentum over a network's parameters: weight decay on weights of two
 * and more dimensions, none on scales, shifts and biases. Owns native memory until closed.
 */
final class Optimiser implements AutoCloseable {
  private final SGD sgd;
  private final TensorVector parameters;
  private final double clip;

  Optimiser(Sgd spec, NamedTensors tensors) {
    clip = spec.clip() == null ? Double.POSITIVE_INFINITY : spec.clip();
    List<Tensor> weights = new ArrayList<>();
    List<Tensor> others = new ArrayList<>();
    for (Tensor tensor : tensors.parameters().values()) {
      (tensor.dim() > 1 ? weights : others).add(tensor);
    }
    try (PointerScope scope = new PointerScope()) {
      sgd = new SGD(NamedTensors.vector(weights), options(spec, spec.weightDecay()));
      sgd.add_param_group(new OptimizerParamGroup(NamedTensors.vector(others), options(spec, 0)));
      parameters = NamedTensors.vector(tensors.parameters().values());
      sgd.retainReference();
      parameters.retainReference();
    }
  }

  void zeroGradients() {
    sgd.zero_grad();
  }

  /** Changes the parameters by their gradients; the caller has a scope open. */
  void step(double rate) {
    if (clip < Double.POSITIVE_INFINITY) {
      torch.clip_grad_norm_(parameters, clip);
    }
    OptimizerParamGroupVector groups = sgd.param_groups();
    for (long g = 0; g < groups.size(); g++) {
      groups.get(g).options().set_lr(rate);
    }
    sgd.step();
  }

  void save(OutputArchive archive) {
    sgd.save(archive);
  }

  void load(InputArchive archive) {
    sgd.load(archive);
  }

  @Override
  public void close() {
    parameters.close();
    sgd.close();
  }

  private static SGDOptions options(Sgd spec, double decay) {
    SGDOptions options = new SGDOptions(0.1);
    options.momentum().put(spec.momentum());
    options.weight_decay().put(decay);
    options.nesterov().put(spec.momentum() > 0);
    return options;
  }
}
