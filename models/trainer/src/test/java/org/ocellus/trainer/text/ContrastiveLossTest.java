package org.ocellus.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.ocellus.trainer.network.Weights;

class ContrastiveLossTest {
  private static final int PAIRS = 4;
  private static final int DIMENSION = 3;

  @Test
  void itIsTheMeanCrossEntropyOfRowsAndColumnsOfCosinesOverTheTemperature() {
    float[][] pictures = random(1);
    float[][] sentences = random(2);

    try (PointerScope scope = new PointerScope();
        Weights weights = new Weights(1)) {
      Tensor loss =
          new ContrastiveLoss(weights)
              .of(Weights.ofRows(List.of(pictures)), Weights.ofRows(List.of(sentences)));

      double expected = (entropy(pictures, sentences) + entropy(sentences, pictures)) / 2;
      assertThat((double) loss.item_float()).isCloseTo(expected, offset(1e-4));
    }
  }

  private static double entropy(float[][] queries, float[][] others) {
    double sum = 0;
    for (int i = 0; i < PAIRS; i++) {
      double exponentials = 0;
      for (int j = 0; j < PAIRS; j++) {
        exponentials += Math.exp(cosine(queries[i], others[j]) / 0.07);
      }
      sum -= cosine(queries[i], others[i]) / 0.07 - Math.log(exponentials);
    }
    return sum / PAIRS;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      squareA += a[i] * a[i];
      squareB += b[i] * b[i];
    }
    return dot / Math.sqrt(squareA * squareB);
  }

  private static float[][] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[PAIRS][DIMENSION];
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }
}
