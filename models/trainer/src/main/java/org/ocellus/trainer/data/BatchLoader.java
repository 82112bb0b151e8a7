package org.ocellus.trainer.data;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;

/**
 * Fills batches on a thread of its own, a few ahead of whoever trains. What a batch holds is a
 * function of the seed, the epoch and the place of its pictures in the order, not of timing. For
 * use by one thread.
 */
public final class BatchLoader implements AutoCloseable {
  /**
   * What to load.
   *
   * @param order the numbers of the pictures
   * @param batch pictures in a batch
   * @param dropLast whether a last batch that is not full is left out; one batch always remains
   * @param augment whether pictures are varied
   * @param seed of the variation; mix the epoch into it
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Plan(int[] order, int batch, boolean dropLast, boolean augment, long seed) {
    /** How many batches that gives. */
    public int batches() {
      return dropLast
          ? Math.max(order.length / batch, Math.min(order.length, 1))
          : (order.length + batch - 1) / batch;
    }
  }

  private static final int AHEAD = 3;

  private record Filled(
      Batch.@Nullable Memory memory, @Nullable Batch batch, @Nullable Throwable failure) {}

  private final Dataset dataset;
  private final PictureCache cache;
  private final Plan plan;
  private final int size;
  private final Augmenter augmenter;
  private final List<Batch.Memory> slots = new ArrayList<>();
  private final BlockingQueue<Batch.Memory> free = new ArrayBlockingQueue<>(AHEAD);
  private final BlockingQueue<Filled> ready = new ArrayBlockingQueue<>(AHEAD + 1);
  private final Thread thread;
  private Batch.@Nullable Memory lent;

  /** Starts loading. */
  public BatchLoader(Dataset dataset, PictureCache cache, Preprocessing preprocessing, Plan plan) {
    this.dataset = dataset;
    this.cache = cache;
    this.plan = plan;
    size = preprocessing.width();
    augmenter = new Augmenter(size, Normalisation.of(preprocessing));
    int most = Math.min(plan.batch(), plan.order().length);
    for (int i = 0; i < AHEAD; i++) {
      slots.add(Batch.Memory.of(most, size, dataset.vocabulary().size(), dataset.targets().size()));
    }
    free.addAll(slots);
    thread = Thread.ofPlatform().daemon().name("batch-loader").start(this::load);
  }

  /**
   * The next batch, or null after the last. The batch before it must no longer be used.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  public @Nullable Batch next() throws InterruptedException {
    if (lent != null) {
      free.add(lent);
      lent = null;
    }
    Filled filled = ready.take();
    if (filled.failure() != null) {
      throw new DataException("loading a batch failed: " + filled.failure(), filled.failure());
    }
    lent = filled.memory();
    return filled.batch();
  }

  private void load() {
    try {
      for (int b = 0; b < plan.batches(); b++) {
        int from = b * plan.batch();
        int to = Math.min(from + plan.batch(), plan.order().length);
        Batch.Memory memory = free.take();
        ready.put(new Filled(memory, fill(memory, from, to), null));
      }
      ready.put(new Filled(null, null, null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      ready.add(new Filled(null, null, e));
    }
  }

  private Batch fill(Batch.Memory memory, int from, int to) {
    int[] items = Arrays.copyOfRange(plan.order(), from, to);
    FloatBuffer pictures = memory.pictures().asBuffer();
    FloatBuffer targets = memory.targets().asBuffer();
    LongBuffer firstClasses = memory.firstClasses().asBuffer();
    FloatBuffer values = memory.continuous().asBuffer();
    int classes = dataset.vocabulary().size();
    float[] target = new float[classes];
    for (int i = 0; i < items.length; i++) {
      int item = items[i];
      SplittableRandom random = new SplittableRandom(plan.seed() * 0x9E3779B97F4A7C15L + from + i);
      augmenter.apply(
          cache.buffer(item),
          cache.offset(item),
          plan.augment() ? dataset.source(item).augmentation() : Augmentation.NONE,
          random,
          pictures,
          i * size * size * 3);
      int[] labels = dataset.classesOf(item);
      Arrays.fill(target, 0);
      for (int label : labels) {
        target[label] = 1f / labels.length;
      }
      targets.put(i * classes, target);
      firstClasses.put(i, labels.length == 0 ? -1 : labels[0]);
      for (double value : dataset.valuesOf(item)) {
        values.put((float) value);
      }
    }
    return new Batch(memory, items);
  }

  /** Stops the thread and frees the batches' memory. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    slots.forEach(Batch.Memory::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
