package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A rectifier that lets something of negative numbers through (Maas et al., 2013): x for x ≥ 0,
 * else slope · x.
 *
 * @param slope of the negative side
 */
public record LeakyRelu(@JsonProperty(required = true) double slope) implements Layer {
  /** The usual slope of 0.01. */
  public static final LeakyRelu STANDARD = new LeakyRelu(0.01);

  /** Checks the number. */
  public LeakyRelu {
    if (!(slope >= 0 && slope <= 1)) {
      throw new IllegalArgumentException("'slope' must be in [0, 1], got " + slope);
    }
  }

  @Override
  public String type() {
    return "leaky_relu";
  }

  @Override
  public String options() {
    return "slope " + slope;
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
        return torch.leaky_relu(x, new Scalar(slope));
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("LeakyRelu", List.of(x), OnnxGraph.attribute("alpha", (float) slope));
      }
    };
  }
}
