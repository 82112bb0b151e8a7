package org.ocellus.trainer.data;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;

/**
 * Fills batches on threads of its own, one for every two processors, a few batches ahead of whoever
 * trains. What a batch holds is a function of its plan, not of timing. For use by one thread.
 */
public final class BatchLoader implements AutoCloseable {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final int AHEAD = THREADS + 2;

  private final Dataset dataset;
  private final LoadingPlan plan;
  private final PictureLoader pictures;
  private final List<Batch.Memory> memories = new ArrayList<>();
  private final Queue<Future<Batch>> pending = new ArrayDeque<>();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("batch-loader-", 0).factory());
  private int submitted;
  private @Nullable Batch lent;

  /** Starts loading. */
  public BatchLoader(
      Dataset dataset, PictureCache cache, Preprocessing preprocessing, LoadingPlan plan) {
    this.dataset = dataset;
    this.plan = plan;
    pictures = new PictureLoader(dataset, cache, preprocessing, plan);
    int length = Math.min(plan.batch(), plan.order().length);
    for (int i = 0; i < Math.min(AHEAD, plan.batches()); i++) {
      Batch.Memory memory =
          Batch.Memory.of(
              length, preprocessing.width(), dataset.vocabulary().size(), dataset.targets().size());
      memories.add(memory);
      submit(memory);
    }
  }

  /**
   * The next batch, or null after the last. The batch before it must no longer be used.
   *
   * @throws InterruptedException if interrupted, whether or not it would have to wait
   * @throws DataException if a batch cannot be filled
   */
  public @Nullable Batch next() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (lent != null) {
      submit(lent.memory());
      lent = null;
    }
    Future<Batch> first = pending.poll();
    if (first == null) {
      return null;
    }
    try {
      lent = first.get();
      return lent;
    } catch (ExecutionException e) {
      throw new DataException("loading a batch failed: " + e.getCause(), e.getCause());
    }
  }

  private void submit(Batch.Memory memory) {
    if (submitted < plan.batches()) {
      int from = submitted * plan.batch();
      submitted++;
      pending.add(workers.submit(() -> fill(memory, from)));
    }
  }

  private Batch fill(Batch.Memory memory, int from) {
    int to = Math.min(from + plan.batch(), plan.order().length);
    int[] items = Arrays.copyOfRange(plan.order(), from, to);
    FloatBuffer rgb = memory.pictures().asBuffer();
    FloatBuffer targets = memory.targets().asBuffer();
    LongBuffer classes = memory.firstClasses().asBuffer();
    FloatBuffer values = memory.continuous().asBuffer();
    for (int i = 0; i < items.length; i++) {
      PictureLoader.Loaded loaded = pictures.load(from + i);
      rgb.put(loaded.rgb());
      targets.put(loaded.probabilities());
      values.put(loaded.values());
      int[] labels = dataset.classesOf(items[i]);
      classes.put(labels.length == 0 ? -1 : labels[0]);
    }
    int[] crops = plan.crops() == null ? new int[0] : Arrays.copyOfRange(plan.crops(), from, to);
    return new Batch(memory, items, crops);
  }

  /** Stops the threads and frees the batches' memory. */
  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
    memories.forEach(Batch.Memory::close);
  }
}
