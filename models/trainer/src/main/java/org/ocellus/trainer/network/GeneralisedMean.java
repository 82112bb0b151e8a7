package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Generalised-mean pooling of each plane (GeM; Radenović et al., "Fine-tuning CNN image retrieval
 * with no human annotation", 2018), in float32: the p-th root of the mean of max(x, ε)ᵖ, a vector.
 * Exponent 1 is the mean, and the greater it is, the nearer the result is to the maximum. One
 * exponent for all channels, learned with the weights.
 *
 * @param p the exponent that training starts from
 * @param epsilon what smaller numbers are raised to first
 */
public record GeneralisedMean(double p, double epsilon) implements Layer {
  /** The paper's exponent: 3, with ε = 1e-6. */
  public static final GeneralisedMean STANDARD = new GeneralisedMean(3, 1e-6);

  @JsonCreator
  static GeneralisedMean of(
      @JsonProperty("p") @Nullable Double p, @JsonProperty("epsilon") @Nullable Double epsilon) {
    return new GeneralisedMean(
        p == null ? STANDARD.p : p, epsilon == null ? STANDARD.epsilon : epsilon);
  }

  /** Checks the numbers. */
  public GeneralisedMean {
    if (!(p > 0 && p < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("'p' must be > 0, got " + p);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("'epsilon' must be > 0, got " + epsilon);
    }
  }

  @Override
  public String type() {
    return "generalised_mean";
  }

  @Override
  public String options() {
    return "p from " + p;
  }

  @Override
  public Shape output(Shape input) {
    return Shape.vector(input.planes(type()).channels());
  }

  @Override
  public long parameters(Shape input) {
    return 1;
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    Tensor exponent = weights.filled(name + ".p", (float) p, 1);
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return x.to(torch.ScalarType.Float)
            .clamp_min(new Scalar(epsilon))
            .pow(exponent)
            .mean(2, 3)
            .pow(exponent.reciprocal());
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        float learned = Weights.toArray(exponent)[0];
        String least = graph.constant(name + ".epsilon", new float[] {(float) epsilon});
        String power = graph.constant(name + ".p", new float[] {learned});
        String root = graph.constant(name + ".root", new float[] {1 / learned});
        String powers = graph.node("Pow", List.of(graph.node("Clip", List.of(x, least)), power));
        String means =
            graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(powers))));
        return graph.node("Pow", List.of(means, root));
      }
    };
  }
}
