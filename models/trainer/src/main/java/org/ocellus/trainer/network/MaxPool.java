package org.ocellus.trainer.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * The greatest number of a sliding window.
 *
 * @param kernel size of the window
 * @param stride step of the window, the kernel by default
 * @param padding around the input, none by default; never the greatest
 */
public record MaxPool(
    @JsonProperty(required = true) Extent kernel,
    @Nullable Extent stride,
    @Nullable Padding padding)
    implements Pooling {

  /** Fills in what is absent and checks the numbers. */
  public MaxPool {
    stride = stride == null ? kernel : stride;
    padding = padding == null ? Padding.VALID : padding;
    Pooling.check(kernel, stride, padding);
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
            Extent.ONE.toArray(),
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
