package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Fixed numbers that turn standardised values into those of the user's units: {@code x · scale +
 * shift}. Training does not change them.
 *
 * @param scale factor for each number of the vector
 * @param shift added to each
 */
public record Rescale(
    @JsonProperty(required = true) List<Double> scale,
    @JsonProperty(required = true) List<Double> shift)
    implements Layer {
  /** Copies the lists. */
  public Rescale {
    scale = List.copyOf(scale);
    shift = List.copyOf(shift);
    if (scale.size() != shift.size()) {
      throw new IllegalArgumentException(
          "'scale' has " + scale.size() + " numbers, 'shift' " + shift.size());
    }
  }

  @Override
  public String type() {
    return "rescale";
  }

  @Override
  public Shape output(Shape input) {
    if (input.vector(type()).channels() != scale.size()) {
      throw new IllegalArgumentException(
          "'scale' has " + scale.size() + " numbers for a vector of " + input.channels());
    }
    return input;
  }

  @Override
  public long macs(Shape input) {
    return scale.size();
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    Tensor factor = weights.constant(floats(scale), scale.size());
    Tensor added = weights.constant(floats(shift), shift.size());
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return x.mul(factor).add(added);
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        String scaled =
            graph.node(
                "Mul", List.of(x, graph.constant(name + ".scale", floats(scale), scale.size())));
        return graph.node(
            "Add", List.of(scaled, graph.constant(name + ".shift", floats(shift), shift.size())));
      }
    };
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }
}
