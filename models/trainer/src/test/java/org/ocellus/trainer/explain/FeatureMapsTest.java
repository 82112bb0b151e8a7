package org.ocellus.trainer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.trainer.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocellus.image.Tensor;
import org.ocellus.trainer.SmallModel;
import org.ocellus.trainer.onnx.OnnxGraph;

class FeatureMapsTest {
  private static final int SIDE = 12;

  @Test
  void aMapIsWhatTheNextLayerTakesIn() throws Exception {
    float[] weights = SmallModel.random(5 * 3 * 9, 1);
    Tensor picture = SmallModel.picture(SIDE, 2);

    List<FeatureMaps> maps = FeatureMaps.of(twoLayers(weights), picture, 5, 1);

    assertThat(maps).extracting(FeatureMaps::name).containsExactly("active", "last");
    assertThat(maps).extracting(FeatureMaps::convolutions).containsExactly(1, 2);
    assertThat(maps).extracting(FeatureMaps::receptiveField).containsExactly(3L, 5L);
    float[] expected = SmallModel.convolved(picture.data(), 3, SIDE, weights, 5, 3, 1, 1);
    for (int channel = 0; channel < 5; channel++) {
      Plane map = maps.getFirst().map(channel);
      for (int i = 0; i < SIDE * SIDE; i++) {
        assertThat(map.values()[i])
            .isCloseTo(Math.max(0, expected[channel * SIDE * SIDE + i]), within(1e-5f));
      }
    }
  }

  @Test
  void channelsAreNamedByHowMuchTheyVaryAndNearDuplicatesOnce() throws Exception {
    float[] weights = new float[5 * 27];
    float[] random = SmallModel.random(3 * 27, 5);
    System.arraycopy(random, 0, weights, 0, 27); // channel 0, and four times as strong: 2
    for (int i = 0; i < 27; i++) {
      weights[2 * 27 + i] = 4 * random[i];
      weights[3 * 27 + i] = 2 * random[27 + i];
      weights[4 * 27 + i] = 0.1f * random[54 + i];
    }

    List<FeatureMaps> maps = FeatureMaps.of(twoLayers(weights), SmallModel.picture(SIDE, 2), 5, 1);

    // Channel 1 is 0 everywhere.
    assertThat(maps.getFirst().liveliest(9)).containsExactly(2, 3, 4);
  }

  @Test
  void theShippedNetworkIsSeenAtFiveDepthsFromFineToCoarse() throws Exception {
    ModelProto pinhole =
        ModelProto.parseFrom(Files.readAllBytes(Path.of("../pinhole/model/model.onnx")));

    List<FeatureMaps> maps = FeatureMaps.of(pinhole, SmallModel.picture(64, 1), 5, 1);

    assertThat(maps).hasSize(5);
    assertThat(maps).extracting(FeatureMaps::width).isSortedAccordingTo((a, b) -> b - a);
    assertThat(maps).extracting(FeatureMaps::receptiveField).isSorted();
    assertThat(maps.getFirst().receptiveField()).isEqualTo(3);
  }

  @Test
  void aNetworkWithoutMapsHasNone() throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    graph.named("embedding", "Flatten", List.of("x"));
    ModelProto model = graph.output("embedding", -1, 3 * SIDE * SIDE).toModel("flat");

    assertThat(FeatureMaps.of(model, SmallModel.picture(SIDE, 1), 5, 1)).isEmpty();
    assertThat(FirstLayer.of(model, SmallModel.picture(SIDE, 1), 1)).isEmpty();
  }

  @Test
  void theFirstLayersKernelsAndAnswersAreItsWeightsAndItsConvolution() throws Exception {
    float[] weights = SmallModel.random(5 * 3 * 9, 1);
    Tensor picture = SmallModel.picture(SIDE, 2);

    FirstLayer layer = FirstLayer.of(twoLayers(weights), picture, 1).orElseThrow();

    assertThat(layer.size()).isEqualTo(5);
    // Kernel 3, green.
    assertThat(layer.kernel(3).get(1).values())
        .containsExactly(java.util.Arrays.copyOfRange(weights, 90, 99));
    float[] expected = SmallModel.convolved(picture.data(), 3, SIDE, weights, 5, 3, 1, 1);
    assertThat(layer.answer(3).values())
        .containsExactly(
            java.util.Arrays.copyOfRange(expected, 3 * SIDE * SIDE, 4 * SIDE * SIDE),
            within(1e-5f));
  }

  private static ModelProto twoLayers(float[] weights) {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    graph.constant("first", weights, 5, 3, 3, 3);
    graph.constant("second", SmallModel.random(2 * 5 * 9, 7), 2, 5, 3, 3);
    String conv =
        graph.node("Conv", List.of("x", "first"), attribute("pads", new long[] {1, 1, 1, 1}));
    graph.named("active", "Relu", List.of(conv));
    graph.named("last", "Conv", List.of("active", "second"));
    String mean = graph.node("GlobalAveragePool", List.of("last"));
    graph.named("logits", "Flatten", List.of(mean));
    return graph.output("logits", -1, 2).toModel("two");
  }
}
