package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * The least number of a sliding window: −max(−x).
 *
 * @param kernel size of the window
 * @param stride step of the window, the kernel by default
 * @param padding around the input, none by default; never the least
 */
public record MinPool(
    @JsonProperty(required = true) Extent kernel,
    @Nullable Extent stride,
    @Nullable Padding padding)
    implements Pooling {

  /** Fills in what is absent and checks the numbers. */
  public MinPool {
    stride = stride == null ? kernel : stride;
    padding = padding == null ? Padding.VALID : padding;
    Pooling.check(kernel, stride, padding);
  }

  @Override
  public String type() {
    return "min_pool";
  }

  @Override
  public Block build(Weights weights, String name, Shape input) {
    Block max = new MaxPool(kernel, stride, padding).build(weights, name, input);
    return new Block() {
      @Override
      public Tensor forward(Tensor x, boolean training) {
        return max.forward(x.neg(), training).neg();
      }

      @Override
      public String export(OnnxGraph graph, String x) {
        return graph.node("Neg", List.of(max.export(graph, graph.node("Neg", List.of(x)))));
      }
    };
  }
}
