package org.ocellus.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.task.Objective;
import org.ocellus.trainer.task.Objectives;
import org.ocellus.trainer.task.Predictions;

/**
 * Trains one network by a recipe. With float32, one thread and equal data, equal recipes give equal
 * weights, whether or not the training was interrupted between epochs. Owns the network's native
 * memory until closed; for use by one thread.
 */
public final class Training implements AutoCloseable {
  private static final String CHECKPOINT = "checkpoint.pt";

  private final Path state;
  private final Recipe recipe;
  private final TrainingSpec spec;
  private final LearningData data;
  private final Validation validation;
  private final Network network;
  private final Objective objective;
  private final Learner learner;
  private final Checkpoint checkpoint;
  private final MetricsLog log;
  private final LearningCurve curve;

  /**
   * Prepares a training.
   *
   * @param state the folder of checkpoint and metrics; created if absent
   */
  public Training(Recipe recipe, LearningData data, Path state) {
    this.state = state;
    this.recipe = recipe;
    this.data = data;
    spec = recipe.training();
    Dataset dataset = data.dataset();
    int[] training = data.split().training();
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw new TrainingException("cannot create " + state + "; give another --out folder", e);
    }
    torch.set_num_threads(
        spec.threads() > 0 ? spec.threads() : Runtime.getRuntime().availableProcessors());
    NetworkSpec layers =
        Objectives.complete(
            recipe.architecture().network(), recipe.task(), dataset, data.classes(), training);
    validation = new Validation(data, recipe.preprocessing());
    network = new Network(layers, spec.seed());
    objective =
        Objectives.of(recipe.task(), dataset, data.classes(), network, training, data.teacher());
    learner = new Learner(network, objective, spec);
    checkpoint = new Checkpoint(state.resolve(CHECKPOINT), Setup.of(recipe, data, layers));
    log = new MetricsLog(state.resolve("metrics.csv"));
    curve = new LearningCurve(state.resolve("learning-curve.png"));
  }

  /**
   * Checks, before pictures are decoded for it, that a training can begin: that no earlier one is
   * in the way, or that it was by the same recipe, and that the one it starts from had the same
   * body.
   *
   * @param state the folder of checkpoint and metrics, there or not
   * @param resume as for {@link #run}
   * @param from as for {@link #startFrom}; null if that is not called
   * @throws TrainingException if it cannot
   */
  public static void check(Recipe recipe, Path state, boolean resume, @Nullable Path from) {
    Path earlier = state.resolve(CHECKPOINT);
    if (!resume) {
      requireNone(earlier);
    } else if (Files.exists(earlier)) {
      new Checkpoint(earlier, Setup.of(recipe)).requireEqualSetup();
    }
    if (from != null) {
      try (Network network = new Network(recipe.architecture().network(), 0)) {
        Checkpoint.loadWeights(from, network.bodyWeights());
      }
    }
  }

  private static void requireNone(Path checkpoint) {
    if (Files.exists(checkpoint)) {
      throw new TrainingException(
          checkpoint
              + " is of an earlier training; go on with --resume, delete it, or train into"
              + " another --out folder");
    }
  }

  /**
   * Starts from the body that another training learned, with a new head; to be called before {@link
   * #run}.
   *
   * @param other a checkpoint of a network with the same body
   * @throws TrainingException if it cannot be read or its body is another
   */
  public void startFrom(Path other) {
    Checkpoint.loadWeights(other, network.bodyWeights());
    learner.forgetAverage();
  }

  /** The network as it stands. */
  public Network network() {
    return network;
  }

  /**
   * The first held-out pictures, {@code [N, C, H, W]} in row-major order, as the network sees them.
   */
  public float[] sample() throws InterruptedException {
    return validation.sample();
  }

  /** What was measured so far, first epoch to last. */
  public List<EpochMetrics> history() {
    return log.epochs();
  }

  /**
   * Trains all epochs, or with {@code resume} those that the checkpoint lacks.
   *
   * @throws TrainingException if the loss is no longer a number, naming the step, or if a
   *     checkpoint does not fit
   * @throws org.ocellus.trainer.storage.StorageException if checkpoint or metrics cannot be written
   * @throws InterruptedException if interrupted; the last checkpoint stays
   */
  public void run(boolean resume, TrainingListener listener) throws InterruptedException {
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
    for (int epoch = done + 1; epoch <= spec.epochs(); epoch++) {
      EpochRun run = new EpochRun(epoch, spec, listener);
      train(run, epoch);
      Predictions predictions = learner.averaged(() -> validation.predict(network));
      if (!predictions.areFinite()) {
        throw new TrainingException(
            ("after epoch %d the network no longer gives numbers; lower 'peak' in the recipe's schedule,"
                    + " set 'clip', enlarge 'batch', or --resume from the checkpoint of epoch %d")
                .formatted(epoch, epoch - 1));
      }
      log.add(run.metrics(objective.measure(predictions)));
      curve.draw(log.epochs());
      learner.save(checkpoint, log.epochs());
      tell(listener::epoch);
    }
  }

  private void train(EpochRun run, int epoch) throws InterruptedException {
    long seed = spec.seed() * 1009 + epoch;
    int[] order = data.dataset().order(data.split().training(), spec.seed(), epoch);
    if (order.length == 0) {
      throw new TrainingException(
          "epoch " + epoch + " shows no picture; raise the 'weight' of the recipe's sources");
    }
    LoadingPlan plan = LoadingPlan.training(order, data.split().training(), spec.batch(), seed);
    if (data.teacher().isPresent()) {
      int crops = data.teacher().get().crops();
      plan = plan.withCrops(new SplittableRandom(seed).ints(order.length, 0, crops).toArray());
    }
    learner.seed(seed);
    try (BatchLoader loader =
        new BatchLoader(data.dataset(), data.cache(), recipe.preprocessing(epoch), plan)) {
      run.train(learner, loader, plan.batches(), data.dataset());
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

  @Override
  public void close() {
    learner.close();
    network.close();
  }
}
