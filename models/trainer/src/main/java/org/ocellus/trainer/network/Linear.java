package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A fully connected layer: {@code x · weightᵀ + bias}. Weights start uniform within ±1/√inputs, the
 * bias at 0.
 *
 * @param out length of the vector that comes out
 * @param bias whether a bias is added
 */
public record Linear(int out, boolean bias) implements Layer {

  @JsonCreator
  static Linear of(
      @JsonProperty(value = "out", required = true) int out,
      @JsonProperty("bias") @Nullable Boolean bias) {
    return new Linear(out, bias == null || bias);
  }

  /** Checks the number. */
  public Linear {
    if (out < 1) {
      throw new IllegalArgumentException("'out' must be >= 1, got " + out);
    }
  }

  @Override
  public String type() {
    return "linear";
  }

  @Override
  public String options() {
    return out + (bias ? "" : ", no bias");
  }

  @Override
  public Shape output(Shape input) {
    input.vector(type());
    return Shape.vector(out);
  }

  @Override
  public long parameters(Shape input) {
    return macs(input) + (bias ? out : 0);
  }

  @Override
  public long macs(Shape input) {
    return (long) input.channels() * out;
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    int in = input.channels();
    Tensor weight = weights.uniform(name + ".weight", 1 / Math.sqrt(in), out, in);
    Tensor added = bias ? weights.filled(name + ".bias", 0, out) : null;
    return new Trained(name, in, out, weight, added);
  }

  /** A fully connected layer with its weights. */
  private record Trained(String name, int in, int out, Tensor weight, @Nullable Tensor bias)
      implements Block {
    @Override
    public Tensor forward(Tensor x, boolean training) {
      return torch.linear(
          x, weight, bias == null ? new TensorOptional() : new TensorOptional(bias));
    }

    @Override
    public String export(OnnxGraph graph, String x) {
      float[] added = bias == null ? new float[out] : Weights.toArray(bias);
      return graph.node(
          "Gemm",
          List.of(
              x,
              graph.constant(name + ".weight", Weights.toArray(weight), out, in),
              graph.constant(name + ".bias", added, out)),
          OnnxGraph.attribute("transB", 1));
    }
  }
}
