package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.OptimiserSpec;
import org.ocellus.trainer.training.Optimiser;

class SentenceLossTest {
  private static final int PICTURES = 8;
  private static final int LENGTH = 10;

  /** All but the last two pictures have two captions each. */
  private static CaptionVectors sentences() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] vectors = new float[2 * (PICTURES - 2)][LENGTH];
    Map<Integer, int[]> of = new HashMap<>();
    for (int picture = 0; picture < PICTURES - 2; picture++) {
      of.put(picture, new int[] {2 * picture, 2 * picture + 1});
      for (int d = 0; d < LENGTH; d++) {
        vectors[2 * picture][d] = (float) random.nextGaussian();
        vectors[2 * picture + 1][d] =
            vectors[2 * picture][d] + (float) (0.1 * random.nextGaussian());
      }
    }
    return new CaptionVectors(vectors, of, 0);
  }

  private static Network network() {
    return new Network(
        new NetworkSpec(Shape.vector(PICTURES), List.of(new Linear(6, true)), Map.of()), 1);
  }

  @Test
  void picturesLearnToTellTheirCaptionsFromOthers() {
    int[] items = {0, 1, 2, 3, 4, 5, 6, 7};
    try (Network network = network()) {
      SentenceLoss loss = new SentenceLoss(network, sentences(), 1);
      double first = Double.NaN;
      double last = Double.NaN;
      OptimiserSpec spec = new OptimiserSpec.AdamW(0.9, 0.98, 0, 1.0);
      try (Optimiser optimiser = new Optimiser(spec, network.weights())) {
        for (int step = 0; step < 150; step++) {
          try (PointerScope scope = new PointerScope()) {
            optimiser.zeroGradients();
            Tensor pictures = GradientCheck.random(3, PICTURES, PICTURES);
            Tensor value = loss.of(network.forward(pictures, true).embedding(), items);
            last = value.item_float();
            first = step == 0 ? last : first;
            value.backward();
            optimiser.step(0.02);
          }
        }
      }

      // Of a thousand others one in six is the picture's own.
      assertThat(first).isGreaterThan(Math.log(1000) / 2);
      assertThat(last).isLessThan(first - 1);
    }
  }

  @Test
  void picturesWithoutCaptionsCostNothingAndTeachNothing() {
    try (PointerScope scope = new PointerScope();
        Network network = network()) {
      Tensor embedding = GradientCheck.random(2, 2, 6);
      embedding.set_requires_grad(true);

      Tensor loss = new SentenceLoss(network, sentences(), 1).of(embedding, new int[] {6, 7});
      loss.backward();

      assertThat(loss.item_float()).isZero();
      assertThat(Weights.toArray(embedding.grad())).containsOnly(0);
    }
  }
}
