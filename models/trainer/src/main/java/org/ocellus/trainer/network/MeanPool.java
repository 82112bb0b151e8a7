package org.ocellus.trainer.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * The mean of what a sliding window covers of the input: the sum is divided by the number of places
 * that are not padding.
 *
 * @param kernel size of the window
 * @param stride step of the window, the kernel by default
 * @param padding around the input, none by default
 */
public record MeanPool(
    @JsonProperty(required = true) Extent kernel,
    @Nullable Extent stride,
    @Nullable Padding padding)
    implements Pooling {

  /** Fills in what is absent and checks the numbers. */
  public MeanPool {
    stride = stride == null ? kernel : stride;
    padding = padding == null ? Padding.VALID : padding;
    Pooling.check(kernel, stride, padding);
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
        Tensor mean = mean(window.padded(x, pads, 0));
        if (pads.isSymmetric()) {
          return mean;
        }
        // Here torch sees padding as pixels: divided by the share of true ones.
        Tensor pixels = torch.ones(1, 1, input.height(), input.width());
        return mean.div(mean(window.padded(pixels, pads, 0)));
      }

      private Tensor mean(Tensor x) {
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
