package org.ocellus.trainer.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.onnx.OnnxGraph;

/** Planes as one vector: channel by channel, row by row. */
public record Flatten() implements Layer {
  @Override
  public String type() {
    return "flatten";
  }

  @Override
  public Shape output(Shape input) {
    return Shape.vector(Math.toIntExact(input.planes(type()).size()));
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return x.flatten(1, -1);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Flatten", List.of(x));
      }
    };
  }
}
