package org.ocellus.trainer.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/** A function of each number by itself. */
public enum Activation implements Layer {
  /** max(0, x). */
  RELU;

  @Override
  public String type() {
    return name().toLowerCase(java.util.Locale.ROOT);
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
        return torch.relu(x);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Relu", List.of(x));
      }
    };
  }
}
