package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * The least number of a sliding window: −max(−x).
 *
 * @param kernel size of the window
 * @param stride step of the window
 * @param padding around the input; never the least
 */
public record MinPool(Extent kernel, Extent stride, Padding padding) implements Pooling {

  /** Reads the options; the stride is the kernel and padding is valid where not given. */
  @JsonCreator
  static MinPool of(
      @JsonProperty(value = "kernel", required = true) Extent kernel,
      @JsonProperty("stride") @Nullable Extent stride,
      @JsonProperty("padding") @Nullable Padding padding) {
    return new MinPool(
        kernel, stride == null ? kernel : stride, padding == null ? Padding.VALID : padding);
  }

  /** Checks the numbers. */
  public MinPool {
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
