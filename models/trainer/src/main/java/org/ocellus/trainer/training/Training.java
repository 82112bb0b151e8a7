package org.ocellus.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.data.PictureSource;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.recipe.TrainingSpec;
import org.ocellus.trainer.recipe.TrainingSpec.Precision;

/**
 * Trains one network by a recipe. With float32, one thread and equal data, equal recipes give equal
 * weights, whether or not the training was interrupted between epochs. Owns the network's native
 * memory until closed; for use by one thread.
 */
public final class Training implements AutoCloseable {
  private static final long PROGRESS_NANOS = 10_000_000_000L;
  private static final String EPOCH = "epoch";
  private static final String BFLOAT16 = "bfloat16";
  private static final String AVERAGED = "averaged";

  private final Recipe recipe;
  private final TrainingSpec spec;
  private final Dataset dataset;
  private final PictureCache cache;
  private final Dataset.Split split;
  private final Network network;
  private final Optimiser optimiser;
  private final @Nullable MovingAverage average;
  private final Loss loss;
  private final Checkpoint checkpoint;
  private final MetricsLog log;
  private boolean bfloat16;
  private boolean tried;

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
    NetworkSpec layers =
        recipe
            .architecture()
            .network()
            .withLinearHead(NetworkSpec.LOGITS, dataset.vocabulary().size());
    network = new Network(layers, spec.seed());
    optimiser = new Optimiser(spec.optimiser(), network.weights());
    average =
        spec.averaging() == null ? null : new MovingAverage(spec.averaging(), network.weights());
    loss = new Loss(((TaskSpec.Classification) recipe.task()).labelSmoothing());
    checkpoint =
        new Checkpoint(
            state.resolve("checkpoint.pt"),
            31L * layers.toString().hashCode() + dataset.vocabulary().labels().hashCode());
    log =
        new MetricsLog(
            state.resolve("metrics.csv"),
            dataset.sources().stream().map(PictureSource::name).toList());
  }

  /** The network as it stands. */
  public Network network() {
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
      done = restore();
      log.restore(done);
      if (!log.epochs().isEmpty()) {
        averaged(() -> listener.resumed(log.epochs().getLast()));
      }
    }
    Validation validation =
        new Validation(dataset, cache, recipe.preprocessing(), split.validation());
    for (int epoch = done + 1; epoch <= spec.epochs(); epoch++) {
      EpochRun run = new EpochRun(epoch, listener);
      run.train();
      averaged(
          () -> {
            EpochMetrics metrics = run.metrics(validation.measure(network));
            log.add(metrics);
          });
      save(epoch);
      averaged(() -> listener.epoch(log.epochs().getLast()));
    }
  }

  /** Something to be done while the network has its averaged weights, if it keeps any. */
  private interface Measuring {
    void run() throws InterruptedException;
  }

  private void averaged(Measuring measuring) throws InterruptedException {
    if (average == null) {
      measuring.run();
      return;
    }
    average.swap();
    try {
      measuring.run();
    } finally {
      average.swap();
    }
  }

  private void save(int epoch) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put(EPOCH, (long) epoch);
    numbers.put(BFLOAT16, bfloat16 ? 1L : 0L);
    numbers.put(AVERAGED, average == null ? 0L : average.steps());
    checkpoint.save(state(), numbers, optimiser);
  }

  private int restore() {
    Map<String, Long> numbers = new LinkedHashMap<>(Map.of(EPOCH, 0L, BFLOAT16, 0L, AVERAGED, 0L));
    checkpoint.load(state(), numbers, optimiser);
    bfloat16 = numbers.get(BFLOAT16) == 1;
    tried = true;
    if (average != null) {
      average.restore(numbers.get(AVERAGED));
    }
    return Math.toIntExact(numbers.get(EPOCH));
  }

  private Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>(network.weights().all());
    if (average != null) {
      state.putAll(average.tensors());
    }
    return state;
  }

  @Override
  public void close() {
    if (average != null) {
      average.close();
    }
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
      plan = new BatchLoader.Plan(order, spec.batch(), true, true, seed());
      torch.manual_seed(seed());
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

    private Tensor loss(Tensor logits, Batch batch) {
      return loss.of(logits, batch.targets());
    }

    private Tensor logits(Batch batch, boolean inBfloat16) {
      try (Autocast autocast = new Autocast(inBfloat16)) {
        Tensor embedding = network.embed(batch.pictures(), true);
        return network.head(NetworkSpec.LOGITS, embedding, true);
      }
    }

    private void choosePrecision(Batch batch) {
      bfloat16 =
          spec.precision() == Precision.AUTO
              ? PrecisionTrial.bfloat16IsFaster(
                  network.weights(),
                  trial -> {
                    try (PointerScope scope = new PointerScope()) {
                      optimiser.zeroGradients();
                      loss(logits(batch, trial), batch).backward();
                    }
                  })
              : spec.precision() == Precision.BFLOAT16;
      tried = true;
      torch.manual_seed(seed());
    }

    private long seed() {
      return spec.seed() * 1009 + epoch;
    }

    private void step(Batch batch, int number, double rate) {
      if (!tried) {
        choosePrecision(batch);
      }
      try (PointerScope scope = new PointerScope()) {
        optimiser.zeroGradients();
        Tensor logits = logits(batch, bfloat16);
        Tensor value = loss(logits, batch);
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
                  + dataset.pictures().get(batch.items()[0]).name()
                  + "; lower 'peak' in the recipe's schedule, set 'clip', or --resume from the"
                  + " last checkpoint");
        }
        value.backward();
        optimiser.step(rate);
        if (average != null) {
          average.update();
        }
        lossSum += (double) number32 * batch.length();
        right += Loss.right(logits, batch.targets());
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
