package org.ocellus.trainer.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/** One number for each place of a sliding window and channel. Padding never counts. */
public sealed interface Pooling extends Layer {
  /** Size of the window. */
  Extent kernel();

  /** Step of the window. */
  Extent stride();

  /** Padding around the input. */
  Padding padding();

  @Override
  default Window window() {
    return new Window(kernel(), stride(), padding(), Extent.ONE);
  }

  @Override
  default Shape output(Shape input) {
    Extent size = window().slide(input.planes(type()));
    return new Shape(input.channels(), size.height(), size.width());
  }

  /** The greatest number. */
  record Max(Extent kernel, Extent stride, Padding padding) implements Pooling {
    /** Reads the options; the stride is the kernel and padding is valid where not given. */
    @JsonCreator
    static Max of(
        @JsonProperty(value = "kernel", required = true) Extent kernel,
        @JsonProperty("stride") @Nullable Extent stride,
        @JsonProperty("padding") @Nullable Padding padding) {
      return new Max(
          kernel, stride == null ? kernel : stride, padding == null ? Padding.VALID : padding);
    }

    @Override
    public String type() {
      return "max_pool";
    }

    @Override
    public Block build(Weights weights, String name, Shape input) {
      Window window = window();
      Window.Pads pads = window.pads(input);
      return new Block() {
        @Override
        public Tensor forward(Tensor x, boolean training) {
          return torch.max_pool2d(
              window.padded(x, pads, Double.NEGATIVE_INFINITY),
              kernel.toArray(),
              stride.toArray(),
              window.rest(pads),
              new long[] {1, 1},
              false);
        }

        @Override
        public String export(OnnxGraph graph, String x) {
          return graph.node(
              "MaxPool", List.of(x), window.attributes(input).toArray(AttributeProto[]::new));
        }
      };
    }
  }

  /** The mean of what is not padding. */
  record Mean(Extent kernel, Extent stride, Padding padding) implements Pooling {
    /** Reads the options; the stride is the kernel and padding is valid where not given. */
    @JsonCreator
    static Mean of(
        @JsonProperty(value = "kernel", required = true) Extent kernel,
        @JsonProperty("stride") @Nullable Extent stride,
        @JsonProperty("padding") @Nullable Padding padding) {
      return new Mean(
          kernel, stride == null ? kernel : stride, padding == null ? Padding.VALID : padding);
    }

    @Override
    public String type() {
      return "mean_pool";
    }

    @Override
    public Block build(Weights weights, String name, Shape input) {
      Window window = window();
      Window.Pads pads = window.pads(input);
      return new Block() {
        @Override
        public Tensor forward(Tensor x, boolean training) {
          return torch.avg_pool2d(
              x,
              kernel.toArray(),
              stride.toArray(),
              window.rest(pads),
              false,
              false,
              new LongOptional());
        }

        @Override
        public String export(OnnxGraph graph, String x) {
          List<AttributeProto> attributes = new ArrayList<>(window.attributes(input));
          attributes.removeIf(a -> a.getName().equals("dilations")); // opset 19 brings them
          return graph.node("AveragePool", List.of(x), attributes.toArray(AttributeProto[]::new));
        }
      };
    }
  }
}
