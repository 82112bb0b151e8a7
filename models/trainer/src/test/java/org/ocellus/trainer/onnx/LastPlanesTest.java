package org.ocellus.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.SmallModel;

class LastPlanesTest {
  private static final int SIDE = 6;

  @Test
  void aNetworkIsCutBehindWhatIsPooledLast() throws Exception {
    float[] w = SmallModel.random(4 * 3 * 3 * 3, 1);
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String planes =
        graph.node(
            "Relu",
            List.of(
                graph.node(
                    "Conv",
                    List.of("x", graph.constant("w", w, 4, 3, 3, 3)),
                    OnnxGraph.attribute("pads", new long[] {1, 1, 1, 1}),
                    OnnxGraph.attribute("strides", new long[] {2, 2}))));
    graph.constant("unused", new float[] {1}, 1);
    graph.named("y", "Flatten", List.of(graph.node("GlobalAveragePool", List.of(planes))));
    ModelProto model = graph.output("y", -1, 4).toModel("whole");

    LastPlanes last = LastPlanes.of(model, SIDE, SIDE);

    assertThat(List.of(last.channels(), last.height(), last.width())).containsExactly(4, 3, 3);
    assertThat(last.model().getGraph().getNodeCount()).isEqualTo(2);
    assertThat(last.model().getGraph().getInitializerCount()).isEqualTo(1);
    Tensor picture = SmallModel.picture(SIDE, 2);
    float[] expected = SmallModel.convolved(picture.data(), 3, SIDE, w, 4, 3, 1, 2);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i]);
    }
    try (GraphRun run = new GraphRun(last.model(), List.of(last.name()), 1)) {
      assertThat(Objects.requireNonNull(run.run(List.of(picture)).get(last.name())).data())
          .containsExactly(expected, offset(1e-4f));
    }
  }

  @Test
  void aNetworkWithoutPlanesIsRefused() {
    ModelProto model = SmallModel.weighted("y", SIDE, SmallModel.random(3 * SIDE * SIDE, 1));

    assertThatThrownBy(() -> LastPlanes.of(model, SIDE, SIDE))
        .isInstanceOf(ModelException.class)
        .hasMessage("the network has no planes of more than one place");
  }
}
