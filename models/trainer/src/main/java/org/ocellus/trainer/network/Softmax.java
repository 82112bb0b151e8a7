package org.ocellus.trainer.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Probabilities from logits, in float32: eˣ divided by the sum of all channels' at the same place.
 */
public record Softmax() implements Layer {
  @Override
  public String type() {
    return "softmax";
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
        return x.to(torch.ScalarType.Float).softmax(1);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Softmax", List.of(x), OnnxGraph.attribute("axis", 1));
      }
    };
  }
}
