package org.ocellus.trainer.network;

import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/** A function of each number by itself. */
public enum Activation implements Layer {
  /** max(0, x). */
  RELU,
  /** min(max(0, x), 6) (Sandler et al., 2018). */
  RELU6,
  /** x · sigmoid(x), also called swish (Elfwing et al., 2018). */
  SILU,
  /** 1 / (1 + e⁻ˣ). */
  SIGMOID,
  /** The hyperbolic tangent. */
  TANH;

  @Override
  public String type() {
    return name().toLowerCase(Locale.ROOT);
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
        return switch (Activation.this) {
          case RELU -> torch.relu(x);
          case RELU6 -> torch.relu6(x);
          case SILU -> torch.silu(x);
          case SIGMOID -> torch.sigmoid(x);
          case TANH -> torch.tanh(x);
        };
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return switch (Activation.this) {
          case RELU -> graph.node("Relu", List.of(x));
          case RELU6 ->
              graph.node(
                  "Clip",
                  List.of(
                      x,
                      graph.constant(name + ".least", new float[] {0}),
                      graph.constant(name + ".most", new float[] {6})));
          case SILU -> graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(x))));
          case SIGMOID -> graph.node("Sigmoid", List.of(x));
          case TANH -> graph.node("Tanh", List.of(x));
        };
      }
    };
  }
}
