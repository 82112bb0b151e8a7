package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Layer normalisation of the last dimension (Ba, Kiros and Hinton, 2016): {@code (x − mean) /
 * √(variance + ε) · scale + shift}, ε = {@value #EPSILON}.
 */
final class LayerNorm {
  private static final double EPSILON = 1e-5;

  private final String name;
  private final int width;
  private final Tensor scale;
  private final Tensor shift;

  LayerNorm(Weights weights, String name, int width) {
    this.name = name;
    this.width = width;
    scale = weights.filled(name + ".scale", 1, width);
    shift = weights.filled(name + ".shift", 0, width);
  }

  Tensor forward(Tensor x) {
    return torch.layer_norm(
        x,
        new long[] {width},
        new TensorOptional(scale),
        new TensorOptional(shift),
        EPSILON,
        false);
  }

  /** Of plain operators, for a picture network may be written in an opset without the whole. */
  String export(OnnxGraph graph, String x) {
    String centred = graph.node("Sub", List.of(x, mean(graph, x)));
    String variance = mean(graph, graph.node("Mul", List.of(centred, centred)));
    String epsilon = graph.constant(name + ".epsilon", new float[] {(float) EPSILON}, 1);
    String deviation = graph.node("Sqrt", List.of(graph.node("Add", List.of(variance, epsilon))));
    String normal = graph.node("Div", List.of(centred, deviation));
    String scaled =
        graph.node(
            "Mul", List.of(normal, graph.constant(name + ".scale", Weights.toArray(scale), width)));
    return graph.node(
        "Add", List.of(scaled, graph.constant(name + ".shift", Weights.toArray(shift), width)));
  }

  private static String mean(OnnxGraph graph, String x) {
    return graph.node("ReduceMean", List.of(x), OnnxGraph.attribute("axes", new long[] {-1}));
  }
}
