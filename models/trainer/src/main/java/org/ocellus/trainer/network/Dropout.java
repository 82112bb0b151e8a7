package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Dropout (Srivastava et al., 2014): in training each number is 0 by chance and the others grow to
 * make up for it; in inference nothing happens. Chance is libtorch's: seed it with {@code
 * torch.manual_seed}.
 *
 * @param p probability that a number is dropped
 */
public record Dropout(@JsonProperty(required = true) double p) implements Layer {
  /** Checks the number. */
  public Dropout {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("'p' must be in [0, 1), got " + p);
    }
  }

  @Override
  public String type() {
    return "dropout";
  }

  @Override
  public String options() {
    return "p " + p;
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return torch.dropout(x, p, training);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return x;
      }
    };
  }
}
