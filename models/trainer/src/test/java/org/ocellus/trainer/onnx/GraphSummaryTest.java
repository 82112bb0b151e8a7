package org.ocellus.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.trainer.export.OnnxExport;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.NetworkSummary;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.onnx.GraphSummary.Row;
import org.ocellus.trainer.recipe.RecipeReader;

class GraphSummaryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet5",
        "mobilenet-v2: {width: 0.35, resolution: 64}",
        "layers: {input: [3, 9, 7], body: [conv: {out: 4, kernel: 3, groups: 1, dilation: 2},"
            + " squeeze_excite, mean_pool: {kernel: 2}, flatten, linear: {out: 5}, linear: {out: 2}]}"
      })
  void anExportedNetworksOperatorsCostWhatItsLayersCost(String name) throws Exception {
    NetworkSpec spec = RecipeReader.network(name).network().withLinearHead("logits", 10);
    try (Network network = new Network(spec, 1)) {
      Shape input = spec.input();

      GraphSummary summary =
          GraphSummary.of(
              ModelProto.parseFrom(OnnxExport.of(network, "test", 1)),
              input.channels(),
              input.height(),
              input.width());

      assertThat(summary.macs()).isEqualTo(NetworkSummary.of(spec).macs());
    }
  }

  @Test
  void quantisedWeightsCountWithoutTheirScales() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", -1, 2, 4, 4);
    String weight = graph.constant("w", new float[4 * 2], 4, 2, 1, 1);
    String scales = graph.constant("s", new float[] {1, 2, 3, 4}, 4);
    AttributeProto axis = OnnxGraph.attribute("axis", 0);
    String quantised = graph.node("QuantizeLinear", List.of(weight, scales), axis);
    String floats = graph.node("DequantizeLinear", List.of(quantised, scales), axis);
    graph.named("y", "Conv", List.of("x", floats));
    graph.output("y", -1, 4, 4, 4);

    GraphSummary summary = GraphSummary.of(graph.toModel("test"), 2, 4, 4);

    assertThat(summary.rows())
        .containsExactly(new Row("y", "Conv", List.of(4L, 4L, 4L), 8, 8 * 16, 1));
  }

  @Test
  void weightsCountOnceAlsoWhereTheyAreComputedFromConstants() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", -1, 2, 4, 4);
    String stored = graph.constant("w", new float[2 * 2 * 3 * 3], 2, 2, 3, 3);
    String scaled = graph.node("Mul", List.of(stored, graph.constant("s", new float[] {2})));
    AttributeProto[] window = {
      OnnxGraph.attribute("pads", new long[] {1, 1, 1, 1}),
      OnnxGraph.attribute("kernel_shape", new long[] {3, 3})
    };
    String once = graph.node("Conv", List.of("x", scaled), window);
    graph.named("y", "Conv", List.of(once, scaled), window);
    graph.output("y", -1, 2, 4, 4);

    GraphSummary summary = GraphSummary.of(graph.toModel("test"), 2, 4, 4);

    long macs = 2 * 16 * 18;
    assertThat(summary.rows())
        .containsExactly(
            new Row("Conv", "Conv 3×3, padding 1", List.of(2L, 4L, 4L), 36, macs, 3),
            new Row("y", "Conv 3×3, padding 1", List.of(2L, 4L, 4L), 0, macs, 5));
  }
}
