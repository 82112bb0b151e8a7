package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
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
  public Shape output(Shape input) {
    Shape inner = Sequence.output(body, "", input);
    Shape outer = Sequence.output(shortcut(), "shortcut.", input);
    if (!inner.equals(outer)) {
      throw new IllegalArgumentException(
          "the body gives " + inner + ", the shortcut " + outer + "; make them equal");
    }
    return inner;
  }

  @Override
  public long parameters(Shape input) {
    return Sequence.parameters(body, input) + Sequence.parameters(shortcut(), input);
  }

  @Override
  public long macs(Shape input) {
    return Sequence.macs(body, input) + Sequence.macs(shortcut(), input);
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    Sequence inner = new Sequence(body, weights, name + ".", input);
    Sequence outer = new Sequence(shortcut(), weights, name + ".shortcut.", input);
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return inner.forward(x, training).add(outer.forward(x, training));
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Add", List.of(inner.export(graph, x), outer.export(graph, x)));
      }
    };
  }
}
