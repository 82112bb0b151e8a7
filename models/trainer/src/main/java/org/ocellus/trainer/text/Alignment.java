package org.ocellus.trainer.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.evaluation.RetrievalMeasures;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.OptimiserSpec;
import org.ocellus.trainer.recipe.Schedule;
import org.ocellus.trainer.training.Optimiser;

/**
 * Learns projections to a common space from pictures and their sentences; neither the network that
 * embeds pictures nor the one that embeds sentences changes. Each epoch shows each picture once, in
 * one of its views and with one of its sentences.
 */
final class Alignment {
  private static final OptimiserSpec OPTIMISER = new OptimiserSpec.AdamW(0.9, 0.98, 0.2, 1.0);
  private static final Schedule SCHEDULE = new Schedule.OneCycle(1e-3, 0.1);

  /** Hears how it goes. */
  interface Listener {
    /** An epoch has ended. */
    void epoch(int epoch, double loss, RetrievalMeasures development);
  }

  private final CaptionedVectors training;
  private final int batch;
  private final int epochs;
  private final long seed;
  private final int[][] sentencesOf;

  /**
   * Prepares to learn.
   *
   * @param batch pictures in a step: each is told from so many
   * @param seed of order, views and sentences
   */
  Alignment(CaptionedVectors training, int batch, int epochs, long seed) {
    this.training = training;
    this.batch = Math.min(batch, training.views().length);
    this.epochs = epochs;
    this.seed = seed;
    List<List<Integer>> sentences = new ArrayList<>();
    for (int i = 0; i < training.views().length; i++) {
      sentences.add(new ArrayList<>());
    }
    for (int s = 0; s < training.pictureOf().length; s++) {
      sentences.get(training.pictureOf()[s]).add(s);
    }
    sentencesOf =
        sentences.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /**
   * Learns.
   *
   * @param projections what changes
   * @param development pictures and sentences that nothing is learned from, to measure on
   */
  void run(Projections projections, CaptionedVectors development, Listener listener) {
    ContrastiveLoss loss = new ContrastiveLoss(projections.pictures().weights());
    try (Optimiser pictures = new Optimiser(OPTIMISER, projections.pictures().weights());
        Optimiser sentences = new Optimiser(OPTIMISER, projections.sentences().weights())) {
      List<Integer> order =
          new ArrayList<>(IntStream.range(0, training.views().length).boxed().toList());
      int steps = training.views().length / batch;
      for (int epoch = 1; epoch <= epochs; epoch++) {
        SplittableRandom random = new SplittableRandom(seed * 1009 + epoch);
        torch.manual_seed(random.nextLong());
        Collections.shuffle(order, new Random(random.nextLong()));
        double sum = 0;
        for (int step = 0; step < steps; step++) {
          double rate = SCHEDULE.at((epoch - 1 + (double) step / steps) / epochs);
          try (PointerScope scope = new PointerScope()) {
            pictures.zeroGradients();
            sentences.zeroGradients();
            Tensor value = loss(projections, loss, order, step * batch, random);
            sum += value.item_float();
            value.backward();
            pictures.step(rate);
            sentences.step(rate);
          }
        }
        listener.epoch(epoch, sum / steps, development.retrieval(projections));
      }
    }
  }

  private Tensor loss(
      Projections projections,
      ContrastiveLoss loss,
      List<Integer> order,
      int from,
      SplittableRandom random) {
    float[][] shown = new float[batch][];
    float[][] said = new float[batch][];
    for (int i = 0; i < batch; i++) {
      int picture = order.get(from + i);
      float[][] views = training.views()[picture];
      int[] sentences = sentencesOf[picture];
      shown[i] = views[random.nextInt(views.length)];
      said[i] = training.sentences()[sentences[random.nextInt(sentences.length)]];
    }
    return loss.of(
        projections.pictures().forward(Weights.ofRows(List.of(shown)), true).embedding(),
        projections.sentences().forward(Weights.ofRows(List.of(said)), true).embedding());
  }
}
