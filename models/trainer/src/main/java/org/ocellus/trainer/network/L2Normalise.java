package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Vectors of length 1, in float32: x / max(‖x‖₂, ε), the norm going over all channels at the same
 * place.
 *
 * @param epsilon what shorter vectors are divided by
 */
public record L2Normalise(@JsonProperty(required = true) double epsilon) implements Layer {
  /** ε = 1e-12. */
  public static final L2Normalise STANDARD = new L2Normalise(1e-12);

  /** Checks the number. */
  public L2Normalise {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("'epsilon' must be > 0, got " + epsilon);
    }
  }

  @Override
  public String type() {
    return "l2_normalise";
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
        Tensor y = x.to(torch.ScalarType.Float);
        Tensor length = y.norm(new ScalarOptional(new Scalar(2)), new long[] {1}, true);
        return y.div(length.clamp_min(new Scalar(epsilon)));
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        String length =
            graph.node(
                "ReduceL2",
                List.of(x),
                OnnxGraph.attribute("axes", new long[] {1}),
                OnnxGraph.attribute("keepdims", 1));
        String least = graph.constant(name + ".epsilon", new float[] {(float) epsilon});
        return graph.node("Div", List.of(x, graph.node("Max", List.of(length, least))));
      }
    };
  }
}
