package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * Channels weighted by what all of the picture says (Hu et al., "Squeeze-and-excitation networks",
 * 2018): each plane is multiplied by a number between 0 and 1, found by two linear layers from the
 * means of all planes.
 *
 * @param reduction channels for each number of the narrow layer between the two linear ones, which
 *     has at least one
 */
public record SqueezeExcite(int reduction) implements Layer {
  /** The paper's reduction of 16. */
  public static final SqueezeExcite STANDARD = new SqueezeExcite(16);

  @JsonCreator
  static SqueezeExcite of(@JsonProperty("reduction") @Nullable Integer reduction) {
    return reduction == null ? STANDARD : new SqueezeExcite(reduction);
  }

  /** Checks the number. */
  public SqueezeExcite {
    if (reduction < 1) {
      throw new IllegalArgumentException("'reduction' must be >= 1, got " + reduction);
    }
  }

  @Override
  public String type() {
    return "squeeze_excite";
  }

  @Override
  public String options() {
    return "× gate";
  }

  @Override
  public Shape output(Shape input) {
    return input.planes(type());
  }

  @Override
  public Map<String, List<Layer>> paths(Shape input) {
    return Map.of("", gate(input));
  }

  private List<Layer> gate(Shape input) {
    return List.of(
        new GlobalMean(),
        new Linear(Math.max(1, input.channels() / reduction), true),
        Activation.RELU,
        new Linear(input.channels(), true),
        Activation.SIGMOID);
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    Sequence gate = new Sequence(gate(input), weights, name + ".", input);
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return x.mul(gate.forward(x, training).unsqueeze(2).unsqueeze(3));
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        String places = graph.constant(name + ".places", 2, 3);
        String factors = graph.node("Unsqueeze", List.of(gate.export(graph, x), places));
        return graph.node("Mul", List.of(x, factors));
      }

      @Override
      public List<Block> parts() {
        return List.of(gate);
      }
    };
  }
}
