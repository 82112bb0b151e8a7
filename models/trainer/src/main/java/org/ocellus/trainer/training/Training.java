package org.ocellus.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.data.PictureSource;
import org.ocellus.trainer.network.ResidualNetwork;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TrainingSpec;

/**
 * Trains one network by a recipe. With float32, one thread and equal data, equal recipes give equal
 * weights, whether or not the training was interrupted between epochs. Owns the network's native
 * memory until closed; for use by one thread.
 */
public final class Training implements AutoCloseable {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  private final Recipe recipe;
  private final TrainingSpec spec;
  private final Dataset dataset;
  private final PictureCache cache;
  private final Dataset.Split split;
  private final ResidualNetwork network;
  private final Optimiser optimiser;
  private final Loss loss;
  private final Checkpoint checkpoint;
  private final MetricsLog log;

  /**
   * Prepares a training.
   *
   * @param state the folder of checkpoint and metrics; created if absent
   */
  public Training(Recipe recipe, Dataset dataset, PictureCache cache, Path state) {
    this.recipe = recipe;
    this.dataset = dataset;
    this.cache = cache;
    spec = recipe.training();
    split = dataset.split(recipe.validation(), spec.seed(), cache::usable);
    if (split.training().length == 0 || split.validation().length == 0) {
      throw new TrainingException(
          "of "
              + dataset.size()
              + " pictures, "
              + split.training().length
              + " are to train on and "
              + split.validation().length
              + " held out; give more pictures or another 'validation' share");
    }
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw new TrainingException("cannot create " + state + "; give another --out folder", e);
    }
    torch.set_num_threads(
        spec.threads() > 0 ? spec.threads() : Runtime.getRuntime().availableProcessors());
    network = new ResidualNetwork(recipe.network(), dataset.vocabulary().size(), spec.seed());
    optimiser = new Optimiser(spec.optimiser(), network.tensors());
    loss = new Loss(spec.labelSmoothing());
    checkpoint =
        new Checkpoint(
            state.resolve("checkpoint.pt"),
            31L * recipe.network().toString().hashCode()
                + dataset.vocabulary().labels().hashCode());
    log =
        new MetricsLog(
            state.resolve("metrics.csv"),
            dataset.sources().stream().map(PictureSource::name).toList());
  }

  /** The network as it stands. */
  public ResidualNetwork network() {
    return network;
  }

  /** The pictures trained on and those held out. */
  public Dataset.Split split() {
    return split;
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
   * @throws InterruptedException if interrupted; the last checkpoint stays
   */
  public void run(boolean resume, TrainingListener listener) throws InterruptedException {
    int done = 0;
    if (resume && checkpoint.exists()) {
      done = checkpoint.load(network, optimiser);
      log.restore(done);
      if (!log.epochs().isEmpty()) {
        EpochMetrics last = log.epochs().getLast();
        listener.resumed(last, last.validation() >= log.best());
      }
    }
    Validation validation =
        new Validation(dataset, cache, recipe.preprocessing(), split.validation());
    for (int epoch = done + 1; epoch <= spec.epochs(); epoch++) {
      EpochRun run = new EpochRun(epoch, listener);
      run.train();
      Validation.Accuracy accuracy = validation.measure(network);
      EpochMetrics metrics = run.metrics(accuracy);
      log.add(metrics);
      checkpoint.save(network, optimiser, epoch);
      listener.epoch(metrics, metrics.validation() >= log.best());
    }
  }

  @Override
  public void close() {
    optimiser.close();
    network.close();
  }

  /** One epoch in progress and its sums. */
  private final class EpochRun {
    private final int epoch;
    private final TrainingListener listener;
    private final BatchLoader.Plan plan;
    private final long start = System.nanoTime();
    private double lossSum;
    private long right;
    private long images;
    private long nanos;

    EpochRun(int epoch, TrainingListener listener) {
      this.epoch = epoch;
      this.listener = listener;
      int[] order = dataset.order(split.training(), spec.seed(), epoch);
      plan = new BatchLoader.Plan(order, spec.batch(), true, true, spec.seed() * 1009 + epoch);
    }

    void train() throws InterruptedException {
      long reported = start;
      try (BatchLoader loader = new BatchLoader(dataset, cache, recipe.preprocessing(), plan)) {
        int number = 0;
        for (@Nullable Batch batch = loader.next(); batch != null; batch = loader.next()) {
          double progress = (epoch - 1 + (double) number / plan.batches()) / spec.epochs();
          number++;
          step(batch, number, spec.schedule().at(progress));
          long now = System.nanoTime();
          if (now - reported >= PROGRESS_NANOS) {
            reported = now;
            report(number, now - start);
          }
        }
      }
      nanos = System.nanoTime() - start;
    }

    private void step(Batch batch, int number, double rate) {
      try (PointerScope scope = new PointerScope()) {
        Tensor targets = batch.targets();
        Tensor logits;
        optimiser.zeroGradients();
        try (Autocast autocast = new Autocast(spec.precision())) {
          logits = network.forward(batch.pictures(), true).logits();
        }
        Tensor value = loss.of(logits, targets);
        float number32 = value.item_float();
        if (!Float.isFinite(number32)) {
          throw new TrainingException(
              "the loss is "
                  + number32
                  + " in epoch "
                  + epoch
                  + ", batch "
                  + number
                  + " of "
                  + plan.batches()
                  + ", which begins with "
                  + dataset.paths().get(batch.items()[0])
                  + "; lower 'peak' in the recipe's schedule, set 'clip', or --resume from the"
                  + " last checkpoint");
        }
        value.backward();
        optimiser.step(rate);
        lossSum += (double) number32 * batch.length();
        right += Loss.right(logits, targets);
        images += batch.length();
      }
    }

    private void report(int number, long elapsed) {
      double seconds = elapsed / 1e9;
      double each = seconds / number;
      double left =
          each * (plan.batches() - number + (double) plan.batches() * (spec.epochs() - epoch));
      listener.progress(
          new TrainingListener.Moment(
              epoch,
              spec.epochs(),
              number,
              plan.batches(),
              lossSum / images,
              (double) right / images,
              images / seconds,
              left));
    }

    EpochMetrics metrics(Validation.Accuracy accuracy) {
      return new EpochMetrics(
          epoch,
          lossSum / images,
          (double) right / images,
          accuracy.all(),
          accuracy.bySource(),
          images,
          nanos / 1e9);
    }
  }
}
