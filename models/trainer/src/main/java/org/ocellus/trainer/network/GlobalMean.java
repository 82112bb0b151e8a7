package org.ocellus.trainer.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.onnx.OnnxGraph;

/** The mean of each plane (global average pooling), in float32: a vector. */
public record GlobalMean() implements Layer {
  @Override
  public String type() {
    return "global_mean";
  }

  @Override
  public Shape output(Shape input) {
    return Shape.vector(input.planes(type()).channels());
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return x.to(torch.ScalarType.Float).mean(2, 3);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(x))));
      }
    };
  }
}
