package org.ocellus.trainer.transformer;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A fully connected layer on the last dimension: {@code x · weightᵀ + bias}. Weights start uniform
 * as Glorot and Bengio have it (2010), the bias at 0.
 */
final class Dense {
  private final String name;
  private final int in;
  private final int out;
  private final Tensor weight;
  private final Tensor bias;

  Dense(Weights weights, String name, int in, int out) {
    this.name = name;
    this.in = in;
    this.out = out;
    weight = weights.uniform(name + ".weight", Math.sqrt(6.0 / (in + out)), out, in);
    bias = weights.filled(name + ".bias", 0, out);
  }

  Tensor forward(Tensor x) {
    return torch.linear(x, weight, new TensorOptional(bias));
  }

  String export(OnnxGraph graph, String x) {
    float[] rows = Weights.toArray(weight);
    float[] transposed = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      transposed[i % in * out + i / in] = rows[i];
    }
    String product =
        graph.node("MatMul", List.of(x, graph.constant(name + ".weight", transposed, in, out)));
    return graph.node(
        "Add", List.of(product, graph.constant(name + ".bias", Weights.toArray(bias), out)));
  }
}
