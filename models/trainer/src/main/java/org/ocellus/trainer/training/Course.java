package org.ocellus.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.recipe.TrainingSpec;

/**
 * Epoch by epoch: learning, measuring, then the checkpoint, the metrics and the learning curve. For
 * use by one thread.
 */
final class Course<B> {
  private static final String CHECKPOINT = "checkpoint.pt";

  /** What is learned from, and measured on. */
  interface Material<B> {
    /** What an epoch shows: a function of its number, from 1, alone. */
    Batches<B> epoch(int number);

    /**
     * Measures, on what is held out, the network as it would be exported; empty if it no longer
     * gives numbers.
     */
    Map<String, Double> measure() throws InterruptedException;

    /** Whether no more epochs are wanted after those measured so far. */
    default boolean isOver(List<EpochMetrics> epochs) {
      return false;
    }
  }

  private final Path state;
  private final TrainingSpec spec;
  private final Learner<B, ?> learner;
  private final Checkpoint checkpoint;
  private final MetricsLog log;
  private final LearningCurve curve;

  /**
   * Prepares a training.
   *
   * @param state the folder of checkpoint and metrics
   * @param setup what must be equal for it to go on
   */
  Course(Path state, TrainingSpec spec, Setup setup, Learner<B, ?> learner) {
    this.state = state;
    this.spec = spec;
    this.learner = learner;
    checkpoint = new Checkpoint(state.resolve(CHECKPOINT), setup);
    log = new MetricsLog(state.resolve("metrics.csv"));
    curve = new LearningCurve(state.resolve("learning-curve.png"));
  }

  /** Makes the folder, and sets libtorch's threads. */
  static void prepare(Path state, TrainingSpec spec) {
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw new TrainingException("cannot create " + state + "; give another --out folder", e);
    }
    torch.set_num_threads(
        spec.threads() > 0 ? spec.threads() : Runtime.getRuntime().availableProcessors());
  }

  /**
   * Refuses to begin where another training is in the way: any, or one of another setup.
   *
   * @param setup as far as it is known
   */
  static void check(Path state, boolean resume, Setup setup) {
    Path checkpoint = state.resolve(CHECKPOINT);
    if (!resume) {
      requireNone(checkpoint);
    } else if (Files.exists(checkpoint)) {
      new Checkpoint(checkpoint, setup).requireEqualSetup();
    }
  }

  /** Whether a training has left a checkpoint in a folder. */
  static boolean hasBegun(Path state) {
    return Files.exists(state.resolve(CHECKPOINT));
  }

  private static void requireNone(Path checkpoint) {
    if (Files.exists(checkpoint)) {
      throw new TrainingException(
          checkpoint
              + " is of an earlier training; go on with --resume, delete it, or train into"
              + " another --out folder");
    }
  }

  /** Whether there is a checkpoint to go on from. */
  boolean hasBegun() {
    return checkpoint.exists();
  }

  /** What was measured so far, first epoch to last. */
  List<EpochMetrics> history() {
    return log.epochs();
  }

  /** As {@link Training#run} says. */
  void run(boolean resume, Material<B> material, TrainingListener listener)
      throws InterruptedException {
    int done = 0;
    if (!resume) {
      requireNone(state.resolve(CHECKPOINT));
    }
    if (checkpoint.exists()) {
      log.restore(learner.restore(checkpoint));
      curve.draw(log.epochs());
      done = log.epochs().getLast().epoch();
      tell(listener::resumed);
    }
    for (int epoch = done + 1; epoch <= spec.epochs() && !material.isOver(log.epochs()); epoch++) {
      EpochRun run = new EpochRun(epoch, spec, listener);
      learner.seed(spec.seed() * 1009 + epoch);
      try (Batches<B> batches = material.epoch(epoch)) {
        run.train(learner, batches);
      }
      Map<String, Double> measures = learner.averaged(material::measure);
      if (measures.isEmpty()) {
        throw new TrainingException(
            ("after epoch %d the network no longer gives numbers; lower 'peak' in the recipe's schedule,"
                    + " set 'clip' or enlarge 'batch', and train anew into another --out folder")
                .formatted(epoch));
      }
      log.add(run.metrics(measures));
      curve.draw(log.epochs());
      learner.save(checkpoint, log.epochs());
      tell(listener::epoch);
    }
  }

  /** Tells of the last epoch while the network has the weights that were measured. */
  private void tell(Consumer<EpochMetrics> event) throws InterruptedException {
    learner.averaged(
        () -> {
          event.accept(log.epochs().getLast());
          return true;
        });
  }
}
