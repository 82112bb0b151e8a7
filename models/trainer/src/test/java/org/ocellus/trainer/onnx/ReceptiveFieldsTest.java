package org.ocellus.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ocellus.trainer.onnx.OnnxGraph.attribute;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReceptiveFieldsTest {
  private final OnnxGraph graph = new OnnxGraph().input("x", -1, 3, 64, 64);

  @Test
  void windowsAddUpAndStridesLengthenTheStepsBehindThem() {
    String a = conv("x", 3, 1, 1);
    String b = conv(a, 3, 2, 1);
    String c =
        graph.node(
            "MaxPool",
            List.of(b),
            attribute("kernel_shape", new long[] {2, 2}),
            attribute("strides", new long[] {2, 2}));
    String d = conv(c, 5, 1, 1);
    String e = conv(d, 3, 1, 2);

    // 1 + 2; + 2 · 1; then steps of 2: + 1 · 2; then of 4: + 4 · 4, + 2 · 2 · 4.
    assertThat(sides(a, b, c, d, e)).containsExactly(3L, 5L, 7L, 23L, 39L);
  }

  @Test
  void ofTwoWaysTheWidestCounts() {
    String a = conv("x", 3, 1, 1);
    String b = conv(conv(a, 3, 1, 1), 3, 1, 1);
    String sum = graph.node("Add", List.of(b, a));

    assertThat(sides(sum)).containsExactly(7L);
  }

  @Test
  void behindAGlobalMeanIsAllOfThePicture() {
    String a = graph.node("GlobalAveragePool", List.of(conv("x", 3, 1, 1)));
    String b = conv(a, 1, 1, 1);

    assertThat(sides(a, b)).containsExactly(ReceptiveFields.ALL, ReceptiveFields.ALL);
  }

  private String conv(String x, int kernel, int stride, int dilation) {
    String weight =
        graph.constant("w" + x + kernel, new float[9 * kernel * kernel], 3, 3, kernel, kernel);
    return graph.node(
        "Conv",
        List.of(x, weight),
        attribute("strides", new long[] {stride, stride}),
        attribute("dilations", new long[] {dilation, dilation}));
  }

  private List<Long> sides(String... values) {
    ReceptiveFields fields = new ReceptiveFields(graph.toModel("fields").getGraph());
    return List.of(values).stream().map(fields::side).toList();
  }
}
