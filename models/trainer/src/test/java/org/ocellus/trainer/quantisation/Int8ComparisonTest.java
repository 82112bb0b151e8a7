package org.ocellus.trainer.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.trainer.SmallModel;

class Int8ComparisonTest {
  private static final int SIDE = 4;
  private static final int PICTURES = 40;

  @TempDir private Path folder;

  @Test
  void classesAreCountedAsTheFormulaSays() throws Exception {
    float[][] first = weights(1);
    float[][] second = weights(2);
    int same = 0;
    int firstRight = 0;
    int secondRight = 0;
    try (Model a = model("a", "logits", first);
        Model b = model("b", "logits", second)) {
      Int8Comparison comparison = new Int8Comparison(a, b);
      for (int i = 0; i < PICTURES; i++) {
        Tensor picture = SmallModel.picture(SIDE, i);
        // Class 1 is right for even pictures, of odd ones nothing is known.
        comparison.add(List.of(picture), List.of(i % 2 == 0 ? new int[] {1} : new int[0]));
        int one = likelier(first, picture);
        int other = likelier(second, picture);
        same += one == other ? 1 : 0;
        firstRight += i % 2 == 0 ? one : 0;
        secondRight += i % 2 == 0 ? other : 0;
      }

      assertThat(comparison.pictures()).isEqualTo(PICTURES);
      assertThat(comparison.sameClass()).isEqualTo((double) same / PICTURES);
      assertThat(comparison.accuracy())
          .isEqualTo(
              new Int8Report.Accuracy(
                  PICTURES / 2,
                  new Int8Report.Pair(2.0 * firstRight / PICTURES, 2.0 * secondRight / PICTURES)));
      assertThat(comparison.millis().float32()).isPositive();
    }
  }

  @Test
  void embeddingsAreComparedByTheirCosine() throws Exception {
    float[][] first = weights(1);
    float[][] second = weights(2);
    List<Double> cosines = new ArrayList<>();
    try (Model a = model("a", "embedding", first);
        Model b = model("b", "embedding", second)) {
      Int8Comparison comparison = new Int8Comparison(a, b);
      for (int i = 0; i < 6; i++) {
        Tensor picture = SmallModel.picture(SIDE, i);
        comparison.add(List.of(picture), List.of(new int[0]));
        double[] x = {dot(first[0], picture), dot(first[1], picture)};
        double[] y = {dot(second[0], picture), dot(second[1], picture)};
        cosines.add(
            (x[0] * y[0] + x[1] * y[1]) / (Math.hypot(x[0], x[1]) * Math.hypot(y[0], y[1])));
      }

      Int8Report.Embeddings embeddings = comparison.embeddings();
      assertThat(embeddings).isNotNull();
      assertThat(embeddings.mean())
          .isCloseTo(cosines.stream().mapToDouble(c -> c).average().orElseThrow(), within(1e-5));
      assertThat(embeddings.least())
          .isCloseTo(cosines.stream().mapToDouble(c -> c).min().orElseThrow(), within(1e-5));
      assertThat(embeddings.depth()).isEqualTo(5);
      assertThat(embeddings.neighbours()).as("all others are among all others").isEqualTo(1);
      assertThat(comparison.sameClass()).isNull();
      assertThat(comparison.accuracy()).isNull();
    }
  }

  private Model model(String name, String output, float[][] weights) throws Exception {
    return Model.open(
        SmallModel.write(folder.resolve(name), SmallModel.weighted(output, SIDE, weights), SIDE),
        1);
  }

  private static float[][] weights(int seed) {
    return new float[][] {
      SmallModel.random(3 * SIDE * SIDE, seed), SmallModel.random(3 * SIDE * SIDE, seed + 100)
    };
  }

  private static int likelier(float[][] weights, Tensor picture) {
    return dot(weights[1], picture) > dot(weights[0], picture) ? 1 : 0;
  }

  private static double dot(float[] weights, Tensor picture) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (double) weights[i] * picture.data()[i];
    }
    return sum;
  }
}
