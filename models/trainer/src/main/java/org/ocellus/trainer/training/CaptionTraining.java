package org.ocellus.trainer.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.caption.CaptionScores;
import org.ocellus.trainer.caption.ScoredCaption;
import org.ocellus.trainer.captioner.CaptionBatch;
import org.ocellus.trainer.captioner.CaptionBatch.Item;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionLoss;
import org.ocellus.trainer.captioner.CaptionNetwork;
import org.ocellus.trainer.captioner.CaptionedPlanes;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.captioner.Greedy;
import org.ocellus.trainer.captioner.SelfCritical;
import org.ocellus.trainer.network.Weights;

/**
 * Trains a captioner by a recipe, with teacher forcing (Williams and Zipser, 1989) or by {@link
 * SelfCritical}; the image network stays as it is. With float32, one thread and equal data, equal
 * recipes give equal weights, whether or not the training was interrupted between epochs. Owns the
 * network's native memory until closed; for use by one thread.
 */
public final class CaptionTraining implements AutoCloseable {
  /** The measure that tells which epoch is the best. */
  private static final String BEST = "CIDEr-D";

  private static final int VALIDATION_BATCH = 100;

  private final CaptionerRecipe recipe;
  private final CaptionData data;
  private final CaptionNetwork network;
  private final Learner<CaptionBatch, Tensor> learner;
  private final Course<CaptionBatch> course;

  /**
   * Prepares a training.
   *
   * @param state the folder of checkpoint and metrics; created if absent
   */
  public CaptionTraining(CaptionerRecipe recipe, CaptionData data, Path state) {
    this.recipe = recipe;
    this.data = data;
    Course.prepare(state, recipe.training());
    network =
        new CaptionNetwork(
            recipe.decoder(),
            data.encoder().planes().channels(),
            data.encoder().planes().area(),
            data.vocabulary().size(),
            recipe.positions(),
            recipe.training().seed());
    learner = new Learner<>(new NextWord(network, recipe.labelSmoothing()), recipe.training());
    Map<String, Object> parts = parts(recipe);
    parts.put("encoder, pictures (path, size or time)", data.training().key());
    parts.put("development pictures", data.development().key());
    parts.put(
        "captions",
        IntStream.range(0, data.training().size()).mapToObj(data.training()::sentences).toList());
    course = new Course<>(state, recipe.training(), Setup.of(parts), learner);
  }

  /**
   * Checks, before pictures are looked at, that a training can begin: that no earlier one is in the
   * way, or that it was by the same recipe, and that there is what it starts from.
   *
   * @param from as for {@link #startFrom}; null if that is not called
   * @throws TrainingException if it cannot
   */
  public static void check(
      CaptionerRecipe recipe, Path state, boolean resume, @Nullable Path from) {
    Course.check(state, resume, Setup.of(parts(recipe)));
    if (Course.hasBegun(state)) {
      return;
    }
    if (from != null) {
      Checkpoint.requireReadable(from);
    } else if (recipe.selfCritical() != null) {
      throw new TrainingException(
          "'selfCritical' goes on with a captioner that can write: start --from the checkpoint.pt of one");
    }
  }

  /** Whether there is a checkpoint to go on from. */
  public boolean hasBegun() {
    return course.hasBegun();
  }

  /**
   * Starts from what another training of an equal network and equal words learned. To be called
   * before {@link #run}.
   *
   * @param other its checkpoint
   * @throws TrainingException if it cannot be read, or is of another network
   */
  public void startFrom(Path other) {
    Checkpoint.loadWeights(
        other,
        network.weights().all(),
        "make the recipe's 'decoder' and 'captions' equal to its own");
    learner.forgetAverage();
  }

  private static Map<String, Object> parts(CaptionerRecipe recipe) {
    Map<String, Object> parts = new LinkedHashMap<>(Setup.parts(recipe.training()));
    parts.put("decoder", recipe.decoder());
    parts.put("minimum", recipe.captions().minimum());
    parts.put("longest", recipe.captions().longest());
    parts.put("labelSmoothing", recipe.labelSmoothing());
    if (recipe.selfCritical() != null) {
      parts.put("selfCritical", recipe.selfCritical());
    }
    return parts;
  }

  /** The network as it stands. */
  public CaptionNetwork network() {
    return network;
  }

  /** What was measured so far, first epoch to last. */
  public List<EpochMetrics> history() {
    return course.history();
  }

  /** Whether of the epochs so far the last is the best. */
  public boolean lastIsBest() {
    return best(history()) == history().size() - 1;
  }

  /** The place of the first epoch that no other surpasses. */
  private static int best(List<EpochMetrics> epochs) {
    return IntStream.range(0, epochs.size())
        .reduce((a, b) -> score(epochs.get(b)) > score(epochs.get(a)) ? b : a)
        .orElse(-1);
  }

  private static double score(EpochMetrics epoch) {
    return epoch.validation().getOrDefault(BEST, 0.0);
  }

  /**
   * Trains until the recipe's patience is at an end, or all epochs, or with {@code resume} those
   * that the checkpoint lacks.
   *
   * @throws TrainingException if the loss is no longer a number, naming the step, or if a
   *     checkpoint does not fit
   * @throws org.ocellus.trainer.storage.StorageException if checkpoint or metrics cannot be written
   * @throws InterruptedException if interrupted; the last checkpoint stays
   */
  public void run(boolean resume, TrainingListener listener) throws InterruptedException {
    course.run(resume, new Captions(), listener);
  }

  /** A network that is to say the next word, those before it given. */
  private record NextWord(CaptionNetwork network, double smoothing)
      implements Learnable<CaptionBatch, Tensor> {
    @Override
    public Weights weights() {
      return network.weights();
    }

    @Override
    public Tensor forward(CaptionBatch batch) {
      return network.forward(batch.planes(), batch.ids(), true);
    }

    @Override
    public Tensor loss(Tensor logits, CaptionBatch batch) {
      return CaptionLoss.of(logits, batch, smoothing);
    }
  }

  /** The recipe's captions. */
  private final class Captions implements Course.Material<CaptionBatch> {
    /** Counts all references once, not anew for each epoch. */
    private @Nullable SelfCritical critic;

    @Override
    public Batches<CaptionBatch> epoch(int number) {
      SplittableRandom random = new SplittableRandom(recipe.training().seed() * 1009 + number);
      CaptionerRecipe.SelfCriticalSpec own = recipe.selfCritical();
      List<Item> items = new ArrayList<>();
      for (Item item : own == null ? items(data.training()) : pictures(data.training())) {
        items.add(new Item(item.picture(), item.sentence(), random.nextBoolean()));
      }
      for (int i = items.size() - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        items.set(other, items.set(i, items.get(other)));
      }
      int batch = recipe.training().batch();
      if (own == null) {
        return new Chunks(data.training(), items, batch);
      }
      return new Chunks(items, Math.max(1, batch / own.samples()), critic(own.samples())::batch);
    }

    private SelfCritical critic(int samples) {
      if (critic == null) {
        critic =
            new SelfCritical(
                network, data.training(), data.vocabulary(), recipe.positions(), samples);
      }
      return critic;
    }

    @Override
    public Map<String, Double> measure() throws InterruptedException {
      double loss = developmentLoss();
      if (!Double.isFinite(loss)) {
        return Map.of();
      }
      CaptionScores scores = developmentScores();
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("loss", loss);
      measures.put("BLEU-1", scores.bleu1());
      measures.put("BLEU-4", scores.bleu4());
      measures.put(BEST, scores.ciderD());
      return measures;
    }

    @Override
    public boolean isOver(List<EpochMetrics> epochs) {
      return epochs.size() - 1 - best(epochs) >= recipe.patience();
    }
  }

  /** Batches of captions in a given order. */
  private final class Chunks implements Batches<CaptionBatch> {
    private final List<Item> items;
    private final int batch;
    private final Function<List<Item>, CaptionBatch> gathering;
    private int done;

    Chunks(CaptionedPlanes pictures, List<Item> items, int batch) {
      this(
          items,
          batch,
          chunk -> new CaptionBatch(pictures, data.vocabulary(), recipe.positions(), chunk));
    }

    Chunks(List<Item> items, int batch, Function<List<Item>, CaptionBatch> gathering) {
      this.items = items;
      this.batch = batch;
      this.gathering = gathering;
    }

    @Override
    public int count() {
      return (items.size() + batch - 1) / batch;
    }

    @Override
    public @Nullable CaptionBatch next() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("while captions were learned");
      }
      if (done == items.size()) {
        return null;
      }
      int from = done;
      done = Math.min(done + batch, items.size());
      return gathering.apply(items.subList(from, done));
    }

    @Override
    public int length(CaptionBatch chunk) {
      return chunk.size();
    }

    @Override
    public String begin(CaptionBatch chunk) {
      return chunk.begin();
    }
  }

  private static List<Item> items(CaptionedPlanes pictures) {
    return IntStream.range(0, pictures.size())
        .boxed()
        .flatMap(
            picture ->
                IntStream.range(0, pictures.sentences(picture).size())
                    .mapToObj(sentence -> new Item(picture, sentence, false)))
        .toList();
  }

  private static List<Item> pictures(CaptionedPlanes pictures) {
    return IntStream.range(0, pictures.size()).mapToObj(i -> new Item(i, 0, false)).toList();
  }

  /** The mean over all known words and ends, without smoothing. */
  private double developmentLoss() throws InterruptedException {
    double sum = 0;
    long count = 0;
    try (Chunks chunks =
        new Chunks(data.development(), items(data.development()), VALIDATION_BATCH)) {
      for (@Nullable CaptionBatch chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        try (PointerScope scope = new PointerScope();
            NoGradGuard guard = new NoGradGuard()) {
          Tensor logits = network.forward(chunk.planes(), chunk.ids(), false);
          sum += CaptionLoss.of(logits, chunk, 0).item_float() * chunk.targetCount();
          count += chunk.targetCount();
        }
      }
    }
    return sum / count;
  }

  private CaptionScores developmentScores() {
    CaptionedPlanes pictures = data.development();
    List<List<String>> said =
        Greedy.sentences(network, pictures, data.vocabulary(), recipe.positions());
    return CaptionScores.of(
        IntStream.range(0, pictures.size())
            .mapToObj(i -> new ScoredCaption(said.get(i), pictures.sentences(i)))
            .toList());
  }

  @Override
  public void close() {
    learner.close();
    network.close();
  }
}
