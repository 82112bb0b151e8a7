package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.LocalResponseNormOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Local response normalisation across channels (Krizhevsky et al., "ImageNet classification with
 * deep convolutional neural networks", 2012, section 3.3), in float32: each number is divided by (k
 * + α Σ x²)^β, the sum going over the {@code size} channels around its own at the same place.
 *
 * <p>α is the paper's. Torch and ONNX divide theirs by {@code size}, so their α is {@code size}
 * times this one.
 *
 * @param size how many channels, odd; those beyond the first and last count as 0
 * @param alpha weight of the sum
 * @param beta exponent
 * @param k what is divided by where all is 0, greater than 0
 */
public record LocalResponseNorm(int size, double alpha, double beta, double k) implements Layer {
  /** The paper's: 5 channels, α = 1e-4, β = 0.75, k = 2. */
  public static final LocalResponseNorm STANDARD = new LocalResponseNorm(5, 1e-4, 0.75, 2);

  @JsonCreator
  static LocalResponseNorm of(
      @JsonProperty("size") @Nullable Integer size,
      @JsonProperty("alpha") @Nullable Double alpha,
      @JsonProperty("beta") @Nullable Double beta,
      @JsonProperty("k") @Nullable Double k) {
    return new LocalResponseNorm(
        size == null ? STANDARD.size : size,
        alpha == null ? STANDARD.alpha : alpha,
        beta == null ? STANDARD.beta : beta,
        k == null ? STANDARD.k : k);
  }

  /** Checks the numbers. */
  public LocalResponseNorm {
    if (size < 1 || size % 2 == 0) {
      throw new IllegalArgumentException("'size' must be odd and >= 1, got " + size);
    }
    if (!(alpha >= 0) || !(beta >= 0)) {
      throw new IllegalArgumentException(
          "'alpha' and 'beta' must be >= 0, got " + alpha + " and " + beta);
    }
    if (!(k > 0)) {
      throw new IllegalArgumentException("'k' must be > 0, got " + k);
    }
  }

  @Override
  public String type() {
    return "local_response_norm";
  }

  @Override
  public String options() {
    return "size " + size + ", α " + alpha + ", β " + beta + ", k " + k;
  }

  @Override
  public Shape output(Shape input) {
    return input.planes(type());
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        LocalResponseNormOptions options = new LocalResponseNormOptions(size);
        options.alpha().put(alpha * size);
        options.beta().put(beta);
        options.k().put(k);
        return torch.local_response_norm(x.to(torch.ScalarType.Float), options);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node(
            "LRN",
            List.of(x),
            OnnxGraph.attribute("size", size),
            OnnxGraph.attribute("alpha", (float) (alpha * size)),
            OnnxGraph.attribute("beta", (float) beta),
            OnnxGraph.attribute("bias", (float) k));
      }
    };
  }
}
