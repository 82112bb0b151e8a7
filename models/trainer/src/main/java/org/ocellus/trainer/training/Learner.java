package org.ocellus.trainer.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.recipe.TrainingSpec.Precision;

/**
 * A network with everything that changes while it learns: optimiser, averaged weights, precision.
 * Owns native memory, but not the network's, until closed. For use by one thread.
 *
 * @param <B> batches
 * @param <O> what the network says of one
 */
public final class Learner<B, O> implements AutoCloseable {
  private static final String BFLOAT16 = "bfloat16";
  private static final String AVERAGED = "averaged";

  /**
   * What a step found.
   *
   * @param loss mean over the batch
   * @param seen what is shown beside it
   */
  public record Step(double loss, Map<String, Double> seen) {}

  private final Learnable<B, O> learnable;
  private final Optimiser optimiser;
  private final @Nullable MovingAverage average;
  private final Precision precision;
  private @Nullable Boolean bfloat16;

  /**
   * Prepares to train a network; nothing has been learned yet.
   *
   * @param learnable its weights stay the caller's to close, after this
   */
  public Learner(Learnable<B, O> learnable, TrainingSpec spec) {
    this.learnable = learnable;
    precision = spec.precision();
    optimiser = new Optimiser(spec.optimiser(), learnable.weights());
    average =
        spec.averaging() == null ? null : new MovingAverage(spec.averaging(), learnable.weights());
  }

  /** Seeds what is random in the network; what follows is a function of the seed and the state. */
  void seed(long seed) {
    torch.manual_seed(seed);
  }

  /**
   * Learns from a batch. A loss that is no finite number is returned, and nothing learned.
   *
   * @param rate the optimiser's
   */
  public Step step(B batch, double rate) {
    if (bfloat16 == null) {
      bfloat16 = choose(batch);
    }
    try (PointerScope scope = new PointerScope()) {
      optimiser.zeroGradients();
      O outputs = forward(batch, bfloat16);
      Tensor loss = learnable.loss(outputs, batch);
      double value = loss.item_float();
      if (!Double.isFinite(value)) {
        return new Step(value, Map.of());
      }
      loss.backward();
      optimiser.step(rate);
      if (average != null) {
        average.update();
      }
      return new Step(value, learnable.seen(outputs, batch));
    }
  }

  private O forward(B batch, boolean inBfloat16) {
    try (Autocast autocast = new Autocast(inBfloat16)) {
      return learnable.forward(batch);
    }
  }

  private boolean choose(B batch) {
    return precision == Precision.AUTO
        ? PrecisionTrial.bfloat16IsFaster(
            learnable.weights(),
            trial -> {
              try (PointerScope scope = new PointerScope()) {
                optimiser.zeroGradients();
                learnable.loss(forward(batch, trial), batch).backward();
              }
            })
        : precision == Precision.BFLOAT16;
  }

  /** Begins the average anew, from the weights as they are. */
  void forgetAverage() {
    if (average != null) {
      average.forget();
    }
  }

  /** Something to be done while the network has its averaged weights, if it keeps any. */
  interface Measuring<T> {
    T run() throws InterruptedException;
  }

  <T> T averaged(Measuring<T> measuring) throws InterruptedException {
    if (average == null) {
      return measuring.run();
    }
    average.swap();
    try {
      return measuring.run();
    } finally {
      average.swap();
    }
  }

  /** Saves everything, with what was measured so far. */
  void save(Checkpoint checkpoint, List<EpochMetrics> epochs) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put(BFLOAT16, Boolean.TRUE.equals(bfloat16) ? 1L : 0L);
    numbers.put(AVERAGED, average == null ? 0L : average.steps());
    checkpoint.save(tensors(), numbers, optimiser, epochs);
  }

  /** Goes back to what was saved and returns what was measured until then. */
  List<EpochMetrics> restore(Checkpoint checkpoint) {
    Map<String, Long> numbers = new LinkedHashMap<>(Map.of(BFLOAT16, 0L, AVERAGED, 0L));
    List<EpochMetrics> epochs = checkpoint.load(tensors(), numbers, optimiser);
    bfloat16 = numbers.get(BFLOAT16) == 1;
    if (average != null) {
      average.restore(numbers.get(AVERAGED));
    }
    return epochs;
  }

  private Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(learnable.weights().all());
    if (average != null) {
      tensors.putAll(average.tensors());
    }
    return tensors;
  }

  @Override
  public void close() {
    if (average != null) {
      average.close();
    }
    optimiser.close();
  }
}
