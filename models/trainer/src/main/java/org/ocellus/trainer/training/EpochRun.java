package org.ocellus.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.recipe.TrainingSpec;

/** One epoch in progress and its sums. */
final class EpochRun {
  private static final long PROGRESS_NANOS = 500_000_000L;

  private final int epoch;
  private final TrainingSpec spec;
  private final TrainingListener listener;
  private final Map<String, Double> seenSums = new LinkedHashMap<>();
  private double lossSum;
  private long images;
  private long start;
  private long nanos;

  EpochRun(int epoch, TrainingSpec spec, TrainingListener listener) {
    this.epoch = epoch;
    this.spec = spec;
    this.listener = listener;
  }

  /** Learns from all batches. */
  <B> void train(Learner<B, ?> learner, Batches<B> source) throws InterruptedException {
    int batches = source.count();
    start = System.nanoTime();
    long reported = start;
    int number = 0;
    for (@Nullable B batch = source.next(); batch != null; batch = source.next()) {
      double progress = (epoch - 1 + (double) number / batches) / spec.epochs();
      number++;
      Learner.Step step = learner.step(batch, spec.schedule().at(progress));
      if (!Double.isFinite(step.loss())) {
        throw new TrainingException(
            ("the loss is %s in epoch %d, batch %d of %d, which begins with %s; lower 'peak' in the"
                    + " recipe's schedule or set 'clip', and train anew into another --out folder")
                .formatted(step.loss(), epoch, number, batches, source.begin(batch)));
      }
      add(step, source.length(batch));
      long now = System.nanoTime();
      if (now - reported >= PROGRESS_NANOS) {
        reported = now;
        listener.progress(moment(number, batches, now));
      }
    }
    nanos = System.nanoTime() - start;
  }

  private void add(Learner.Step step, int length) {
    lossSum += step.loss() * length;
    images += length;
    step.seen().forEach((name, value) -> seenSums.merge(name, value * length, Double::sum));
  }

  private TrainingListener.Moment moment(int number, int batches, long now) {
    double seconds = (now - start) / 1e9;
    double left =
        seconds / number * (batches - number + (double) batches * (spec.epochs() - epoch));
    return new TrainingListener.Moment(
        epoch, spec.epochs(), number, batches, lossSum / images, seen(), images / seconds, left);
  }

  private Map<String, Double> seen() {
    Map<String, Double> seen = new LinkedHashMap<>(seenSums);
    seen.replaceAll((name, sum) -> sum / images);
    return seen;
  }

  /** What the epoch comes to, together with what was measured on held-out pictures. */
  EpochMetrics metrics(Map<String, Double> validation) {
    return new EpochMetrics(epoch, lossSum / images, seen(), validation, images, nanos / 1e9);
  }
}
