package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * A residual connection (He et al., 2016): what the body makes of the input, plus the input itself,
 * or what the shortcut makes of it. An activation after the sum is a layer of its own.
 *
 * @param body the layers beside the shortcut
 * @param shortcut the projection; empty for the identity
 */
public record Residual(
    @JsonProperty(required = true) List<Layer> body, @Nullable List<Layer> shortcut)
    implements Layer {

  private static final String SHORTCUT = "shortcut.";

  /** Copies the lists. */
  public Residual {
    body = List.copyOf(body);
    shortcut = shortcut == null ? List.of() : List.copyOf(shortcut);
  }

  @Override
  public List<Layer> shortcut() {
    return shortcut == null ? List.of() : shortcut;
  }

  @Override
  public String type() {
    return "residual";
  }

  @Override
  public String options() {
    return shortcut().isEmpty() ? "+ input" : "+ shortcut";
  }

  @Override
  public Shape output(Shape input) {
    Shape inner = Sequence.output(body, "", input, "body");
    Shape outer = Sequence.output(shortcut(), SHORTCUT, input, "shortcut");
    if (!inner.equals(outer)) {
      throw new IllegalArgumentException(
          "the body gives " + inner + ", the shortcut " + outer + "; make them equal");
    }
    return inner;
  }

  @Override
  public Map<String, List<Layer>> paths(Shape input) {
    Map<String, List<Layer>> paths = new LinkedHashMap<>();
    paths.put("", body);
    paths.put(SHORTCUT, shortcut());
    return paths;
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    Sequence inner = new Sequence(body, weights, name + ".", input);
    Sequence outer = new Sequence(shortcut(), weights, name + "." + SHORTCUT, input);
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return inner.forward(x, training).add(outer.forward(x, training));
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Add", List.of(inner.export(graph, x), outer.export(graph, x)));
      }

      @Override
      public List<Block> parts() {
        return List.of(inner, outer);
      }
    };
  }
}
