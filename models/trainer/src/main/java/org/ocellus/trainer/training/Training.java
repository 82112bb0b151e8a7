package org.ocellus.trainer.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.Weights;
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
  /** So many batches tell the statistics of what a network sees. */
  private static final int SHOWN = 32;

  private final Recipe recipe;
  private final TrainingSpec spec;
  private final LearningData data;
  private final Validation validation;
  private final Network network;
  private final Objective objective;
  private final Learner<Batch, Outputs> learner;
  private final Course<Batch> course;

  /**
   * Prepares a training.
   *
   * @param state the folder of checkpoint and metrics; created if absent
   */
  public Training(Recipe recipe, LearningData data, Path state) {
    this.recipe = recipe;
    this.data = data;
    spec = recipe.training();
    Dataset dataset = data.dataset();
    int[] training = data.split().training();
    Course.prepare(state, spec);
    NetworkSpec layers =
        Objectives.complete(
            recipe.architecture().network(), recipe.task(), dataset, data.classes(), training);
    validation = new Validation(data, recipe.preprocessing());
    network = new Network(layers, spec.seed());
    objective =
        Objectives.of(
            recipe.task(),
            dataset,
            data.classes(),
            network,
            training,
            data.teacher(),
            data.sentences());
    learner = new Learner<>(new PictureTask(network, objective), spec);
    course = new Course<>(state, spec, Setup.of(recipe, data, layers), learner);
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
    Course.check(state, resume, Setup.of(recipe));
    if (from != null && !Course.hasBegun(state)) {
      try (Network network = new Network(recipe.architecture().network(), 0)) {
        new Start(from).into(network);
      }
    }
  }

  /**
   * Starts from what another training learned: its body, and those heads that are equal to this
   * network's; others are new. To be called before {@link #run}.
   *
   * @param other a checkpoint of a network with the same body, or the model folder that was written
   *     of one; a folder knows no statistics of batch normalisation, so they are taken from some of
   *     the first epoch's pictures
   * @throws TrainingException if it cannot be read or its body is another
   * @throws InterruptedException if interrupted
   */
  public void startFrom(Path other) throws InterruptedException {
    new Start(other).into(network);
    List<float[]> embeddings = new ArrayList<>();
    List<int[]> items = new ArrayList<>();
    List<int[]> crops = new ArrayList<>();
    network.takeStatistics(
        () ->
            show(
                (batch, outputs) -> {
                  Collections.addAll(embeddings, Weights.toRows(outputs.embedding()));
                  items.add(batch.items());
                  crops.add(batch.crops());
                }));
    objective.startFrom(embeddings.toArray(float[][]::new), joined(items), joined(crops));
    learner.forgetAverage();
  }

  private static int[] joined(List<int[]> parts) {
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** Shows the network, in inference, some of the first epoch's pictures. */
  private void show(BiConsumer<Batch, Outputs> seen) throws InterruptedException {
    try (Batches<Batch> batches = new Pictures().epoch(1)) {
      for (int i = 0; i < SHOWN; i++) {
        Batch batch = batches.next();
        if (batch == null) {
          return;
        }
        try (PointerScope scope = new PointerScope();
            NoGradGuard guard = new NoGradGuard()) {
          seen.accept(batch, network.forward(batch.pictures(), false));
        }
      }
    }
  }

  /** Whether there is a checkpoint to go on from. */
  public boolean hasBegun() {
    return course.hasBegun();
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
    return course.history();
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
    course.run(resume, new Pictures(), listener);
  }

  /** The recipe's pictures. */
  private final class Pictures implements Course.Material<Batch> {
    @Override
    public Batches<Batch> epoch(int number) {
      long seed = spec.seed() * 1009 + number;
      int[] order = data.dataset().order(data.split().training(), spec.seed(), number);
      if (order.length == 0) {
        throw new TrainingException(
            "epoch " + number + " shows no picture; raise the 'weight' of the recipe's sources");
      }
      LoadingPlan plan = LoadingPlan.training(order, data.split().training(), spec.batch(), seed);
      if (data.teacher().isPresent()) {
        int crops = data.teacher().get().crops();
        plan = plan.withCrops(new SplittableRandom(seed).ints(order.length, 0, crops).toArray());
      }
      BatchLoader loader =
          new BatchLoader(data.dataset(), data.cache(), recipe.preprocessing(number), plan);
      return new Loaded(loader, plan.batches(), data.dataset());
    }

    @Override
    public Map<String, Double> measure() throws InterruptedException {
      Predictions predictions = validation.predict(network);
      return predictions.areFinite() ? objective.measure(predictions) : Map.of();
    }
  }

  /** Batches as a loader gives them. */
  private record Loaded(BatchLoader loader, int count, Dataset dataset) implements Batches<Batch> {
    @Override
    public @Nullable Batch next() throws InterruptedException {
      return loader.next();
    }

    @Override
    public int length(Batch batch) {
      return batch.length();
    }

    @Override
    public String begin(Batch batch) {
      return dataset.pictures().get(batch.items()[0]).name();
    }

    @Override
    public void close() {
      loader.close();
    }
  }

  @Override
  public void close() {
    learner.close();
    network.close();
  }
}
