package org.ocellus.trainer.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Weights;

/**
 * An exponential moving average of a network's weights and statistics, which generalises better
 * than the weights of any one step. Its decay grows from 2/11 to the one asked for, so that the
 * random first weights are soon forgotten. Owns native memory until closed.
 */
final class MovingAverage implements AutoCloseable {
  /** What stands before a tensor's name in {@link #tensors}. */
  static final String PREFIX = "average.";

  private final double decay;
  private final List<Tensor> weights;
  private final Map<String, Tensor> averages = new LinkedHashMap<>();
  private long steps;

  MovingAverage(double decay, Weights weights) {
    this.decay = decay;
    this.weights = List.copyOf(weights.all().values());
    try (PointerScope scope = new PointerScope()) {
      weights
          .all()
          .forEach(
              (name, tensor) -> {
                Tensor copy = tensor.detach().clone();
                copy.retainReference();
                averages.put(PREFIX + name, copy);
              });
    }
  }

  /** Takes the weights as they are after a step into the average. */
  void update() {
    steps++;
    double share = 1 - Math.min(decay, (1.0 + steps) / (10.0 + steps));
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar weight = new Scalar(share);
      List<Tensor> all = new ArrayList<>(averages.values());
      for (int i = 0; i < all.size(); i++) {
        all.get(i).lerp_(weights.get(i), weight);
      }
    }
  }

  /** Begins anew from the weights as they are. */
  void forget() {
    steps = 0;
    try (PointerScope scope = new PointerScope()) {
      List<Tensor> all = new ArrayList<>(averages.values());
      for (int i = 0; i < all.size(); i++) {
        all.get(i).copy_(weights.get(i).detach());
      }
    }
  }

  /** Exchanges weights and averages. */
  void swap() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> all = new ArrayList<>(averages.values());
      for (int i = 0; i < all.size(); i++) {
        Tensor kept = weights.get(i).detach().clone();
        weights.get(i).detach().copy_(all.get(i));
        all.get(i).copy_(kept);
      }
    }
  }

  /** The averages, by names of their own. */
  Map<String, Tensor> tensors() {
    return averages;
  }

  long steps() {
    return steps;
  }

  void restore(long number) {
    steps = number;
  }

  @Override
  public void close() {
    averages.values().forEach(Tensor::close);
  }
}
