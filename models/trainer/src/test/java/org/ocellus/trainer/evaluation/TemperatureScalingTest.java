package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {
  /**
   * Logits (z, 0), three of four right: the likelihood is greatest where softmax gives 3/4, that is
   * at z/T = ln 3.
   */
  @Test
  void itIsTheOneWorkedByHand() {
    float[][] logits = {{4, 0}, {4, 0}, {4, 0}, {4, 0}};

    TemperatureScaling scaling = TemperatureScaling.fit(logits, new int[] {0, 0, 0, 1});

    assertThat(scaling.temperature()).isCloseTo(4 / Math.log(3), offset(1e-6));
    assertThat((double) scaling.probabilities(logits)[0][0]).isCloseTo(0.75, offset(1e-6));
  }

  @Test
  void noOtherTemperatureMakesThePicturesLikelier() {
    Sample sample = new Sample(400, 7, 0.35);

    double fitted = TemperatureScaling.fit(sample.logits, sample.classes).temperature();

    double least = sample.negativeLogLikelihood(fitted);
    for (double t = 0.02; t < 100; t *= 1.05) {
      assertThat(sample.negativeLogLikelihood(t)).isGreaterThanOrEqualTo(least - 1e-9);
    }
  }

  /** Classes drawn from softmax(z) and logits given as 3 z: the temperature is 3 up to chance. */
  @Test
  void itUndoesTheFactorByWhichANetworkIsTooSure() {
    Sample sample = new Sample(20_000, 5, 3);

    TemperatureScaling scaling = TemperatureScaling.fit(sample.logits, sample.classes);

    assertThat(scaling.temperature()).isCloseTo(3, offset(0.15));
    int[][] classes =
        IntStream.of(sample.classes).mapToObj(c -> new int[] {c}).toArray(int[][]::new);
    var names = IntStream.range(0, 5).mapToObj(Integer::toString).toList();
    float[][] before = new TemperatureScaling(1).probabilities(sample.logits);
    float[][] after = scaling.probabilities(sample.logits);
    ClassificationMeasures unscaled = ClassificationMeasures.of(before, classes, names);
    ClassificationMeasures scaled = ClassificationMeasures.of(after, classes, names);
    assertThat(scaled.accuracy()).isEqualTo(unscaled.accuracy());
    assertThat(scaled.ece()).isLessThan(0.2 * unscaled.ece());
  }

  @Test
  void whereNoneIsBestItEndsAtTheBounds() {
    float[][] logits = {{2, 0}, {0, 3}};

    assertThat(TemperatureScaling.fit(logits, new int[] {0, 1}).temperature()).isBetween(0.01, 0.1);
    assertThat(TemperatureScaling.fit(logits, new int[] {1, 0}).temperature())
        .isCloseTo(100, offset(1e-3));
    assertThat(TemperatureScaling.fit(new float[][] {{1, 1}}, new int[] {0}).temperature())
        .isEqualTo(1);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    float[][] logits = {{3e4f, 0, -3e4f}, {0, 3e4f, 0}, {0, 2e4f, 1e4f}};

    TemperatureScaling scaling = TemperatureScaling.fit(logits, new int[] {0, 1, 2});

    assertThat(scaling.temperature()).isFinite().isPositive();
    assertThat(scaling.probabilities(logits)[0]).doesNotContain(Float.NaN);
  }

  @Test
  void withoutPicturesThereIsNothingToFit() {
    assertThatThrownBy(() -> TemperatureScaling.fit(new float[0][], new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0 and 0");
    assertThatThrownBy(() -> new TemperatureScaling(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature must be above 0, got 0.0");
  }

  /** Classes drawn at random from softmax(z), and logits {@code factor · z}. */
  private static final class Sample {
    private final float[][] logits;
    private final int[] classes;

    Sample(int pictures, int width, double factor) {
      SplittableRandom random = new SplittableRandom(pictures);
      logits = new float[pictures][width];
      classes = new int[pictures];
      for (int i = 0; i < pictures; i++) {
        double[] weight = new double[width];
        double sum = 0;
        for (int c = 0; c < width; c++) {
          double z = 1.5 * random.nextGaussian();
          logits[i][c] = (float) (factor * z);
          weight[c] = Math.exp(z);
          sum += weight[c];
        }
        double drawn = random.nextDouble(sum);
        int c = 0;
        while (c < width - 1 && drawn >= weight[c]) {
          drawn -= weight[c++];
        }
        classes[i] = c;
      }
    }

    double negativeLogLikelihood(double temperature) {
      double sum = 0;
      for (int i = 0; i < classes.length; i++) {
        double exponentials = 0;
        for (float logit : logits[i]) {
          exponentials += Math.exp(logit / temperature);
        }
        sum += Math.log(exponentials) - logits[i][classes[i]] / temperature;
      }
      return sum;
    }
  }
}
