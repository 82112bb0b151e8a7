package org.ocellus.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class PrincipalComponentsTest {
  /** Points about (10, 20, 30) that differ most along (3, 4, 0), then along (4, −3, 0). */
  private static float[][] points() {
    SplittableRandom random = new SplittableRandom(1);
    float[][] points = new float[2000][];
    for (int i = 0; i < points.length; i++) {
      double most = 5 * random.nextGaussian();
      double less = random.nextGaussian();
      points[i] =
          new float[] {
            (float) (10 + 0.6 * most + 0.8 * less), (float) (20 + 0.8 * most - 0.6 * less), 30
          };
    }
    return points;
  }

  @Test
  void theyAreTheDirectionsInWhichFeaturesDifferMostAboutTheirMean() {
    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      PrincipalComponents components = new PrincipalComponents(weights, points(), 2, 0);

      Tensor asked = Tensor.create(new float[] {10 + 3, 20 + 4, 30, 10 + 4, 20 - 3, 99}, 2, 3);
      float[] found = Weights.toArray(components.of(asked));

      assertThat(found[0]).isCloseTo(5, offset(0.4f));
      assertThat(found[1]).isCloseTo(0, offset(0.4f));
      assertThat(found[2]).isCloseTo(0, offset(0.4f));
      assertThat(found[3]).isCloseTo(5, offset(0.4f));
    }
  }

  @Test
  void asManyAsNumbersKeepAllDistances() {
    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      PrincipalComponents components = new PrincipalComponents(weights, points(), 3, 0);

      float[] found =
          Weights.toArray(components.of(Tensor.create(new float[] {1, 2, 3, 7, 5, 1}, 2, 3)));

      double square = 0;
      for (int i = 0; i < 3; i++) {
        square += (found[i] - found[i + 3]) * (found[i] - found[i + 3]);
      }
      assertThat(square).isCloseTo(36 + 9 + 4, offset(1e-3));
    }
  }

  @Test
  void whitenedOnesVaryLessUnequallyAndAtOneAlike() {
    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      PrincipalComponents half = new PrincipalComponents(weights, points(), 2, 0.5);
      PrincipalComponents whole = new PrincipalComponents(weights, points(), 2, 1);

      float[] asked = {10 + 3, 20 + 4, 30, 10 + 4, 20 - 3, 30};
      float[] halved = Weights.toArray(half.of(Tensor.create(asked, 2, 3)));
      float[] whitened = Weights.toArray(whole.of(Tensor.create(asked, 2, 3)));

      // Standard deviations are 5 and 1.
      assertThat(halved[0]).isCloseTo((float) (5 / Math.sqrt(5)), offset(0.2f));
      assertThat(halved[3]).isCloseTo(5, offset(0.4f));
      assertThat(whitened[0]).isCloseTo(1, offset(0.1f));
      assertThat(whitened[3]).isCloseTo(5, offset(0.4f));
    }
  }

  @Test
  void turnedTheyAreWhatANetworkThatLearnedThemSays() {
    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      PrincipalComponents components = new PrincipalComponents(weights, points(), 2, 0);
      Tensor features = Tensor.create(flat(points()), points().length, 3);
      Tensor before = components.of(features);
      // A network that learned them turned by 40 degrees and mirrored, at other lengths.
      float cos = (float) Math.cos(Math.toRadians(40));
      float sin = (float) Math.sin(Math.toRadians(40));
      Tensor turn = Tensor.create(new float[] {cos, sin, sin, -cos}, 2, 2);
      Tensor embeddings = before.mm(turn).mul(new Scalar(7));

      components.turnTo(features, embeddings);

      Tensor difference = components.of(features).sub(before.mm(turn)).abs().max();
      assertThat(difference.item_float()).isLessThan(1e-3f);
    }
  }

  /** The turn is saved with the weights, for what is resumed must meet the same. */
  @Test
  void aTurnIsOneOfTheWeights() {
    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      PrincipalComponents components = new PrincipalComponents(weights, points(), 2, 0);
      Tensor features = Tensor.create(flat(points()), points().length, 3);
      components.turnTo(features, components.of(features).flip(1));

      float[] saved = Weights.toArray(weights.all().get("components.turn"));

      assertThat(saved[0]).isCloseTo(0, offset(1e-4f));
      assertThat(saved[1]).isCloseTo(1, offset(1e-4f));
    }
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return all;
  }
}
