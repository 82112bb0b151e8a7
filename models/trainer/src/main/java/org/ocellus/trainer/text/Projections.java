package org.ocellus.trainer.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.network.Activation;
import org.ocellus.trainer.network.Dropout;
import org.ocellus.trainer.network.Layer;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Rescale;
import org.ocellus.trainer.network.Residual;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.network.Weights;

/**
 * What takes pictures and sentences to their common space: embeddings are standardised, then go
 * through a linear layer beside one with a hidden layer; sentence vectors through a linear layer.
 * Owns native memory until closed; for use by one thread.
 */
final class Projections implements AutoCloseable {
  private static final double INPUT_DROPOUT = 0.3;
  private static final double DROPOUT = 0.3;

  private final Network pictures;
  private final Network sentences;

  /**
   * Creates projections that know nothing yet.
   *
   * @param embeddings of the pictures to learn from, by which new ones are standardised
   * @param sentence the length of sentence vectors
   * @param dimension of the common space
   * @param hidden the length of the hidden layer
   * @param seed of the first weights
   */
  Projections(float[][] embeddings, int sentence, int dimension, int hidden, long seed) {
    pictures =
        network(
            embeddings[0].length,
            List.of(
                standardising(embeddings),
                new Dropout(INPUT_DROPOUT),
                new Residual(
                    List.of(
                        new Linear(hidden, true),
                        Activation.SILU,
                        new Dropout(DROPOUT),
                        new Linear(dimension, true)),
                    List.of(new Linear(dimension, true)))),
            seed);
    sentences = network(sentence, List.of(new Linear(dimension, true)), seed + 1);
  }

  private static Network network(int length, List<Layer> body, long seed) {
    return new Network(new NetworkSpec(Shape.vector(length), body, Map.of()), seed);
  }

  private static Rescale standardising(float[][] rows) {
    List<Double> scale = new ArrayList<>();
    List<Double> shift = new ArrayList<>();
    for (int d = 0; d < rows[0].length; d++) {
      int column = d;
      double mean = Arrays.stream(rows).mapToDouble(row -> row[column]).average().orElseThrow();
      double variance =
          Arrays.stream(rows)
              .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
              .average()
              .orElseThrow();
      double factor = variance == 0 ? 0 : 1 / Math.sqrt(variance);
      scale.add(factor);
      shift.add(-mean * factor);
    }
    return new Rescale(scale, shift);
  }

  Network pictures() {
    return pictures;
  }

  Network sentences() {
    return sentences;
  }

  /** The rows of a network's output, as in use. */
  static float[][] project(Network network, float[][] rows) {
    float[][] projected = new float[rows.length][];
    for (int from = 0; from < rows.length; from += 1024) {
      int to = Math.min(rows.length, from + 1024);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor given = Weights.ofRows(Arrays.asList(rows).subList(from, to));
        float[][] out = Weights.toRows(network.forward(given, false).embedding());
        System.arraycopy(out, 0, projected, from, out.length);
      }
    }
    return projected;
  }

  @Override
  public void close() {
    pictures.close();
    sentences.close();
  }
}
