package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.trainer.export.OnnxExport;

/** A network goes on from what was exported of another, whose statistics differ from new ones. */
class ExportedWeightsTest {
  private static final String RESNET =
      "resnet: {inputSize: 32, stem: {channels: 8, kernel: 3, stride: 1}, stages: ["
          + "{channels: 8, blocks: 1, stride: 2}, {channels: 24, blocks: 2, stride: 2, bottleneck: 8}],"
          + " embedding: 12}";

  @BeforeEach
  void seed() {
    torch.manual_seed(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RESNET,
        "mobilenet-v2: {width: 0.35, resolution: 32}",
        "lenet5: {channels: 3}",
        "layers: {input: [3, 32, 32], body: [batch_norm, conv: {out: 6, kernel: 3}, relu,"
            + " squeeze_excite: {reduction: 2}, generalised_mean, linear: {out: 5, bias: false},"
            + " batch_norm]}",
        "layers: {input: [3, 32, 32], body: [conv: {out: 6, kernel: 3}, batch_norm, relu,"
            + " conv: {out: 5, kernel: 3, bias: false}, batch_norm, generalised_mean]}"
      })
  void anExportedNetworkComputesTheSameWhenItIsTakenUpAgain(String name) throws Exception {
    NetworkSpec spec = ArchitectureTest.read(name).withLinearHead(NetworkSpec.LOGITS, 4);
    try (Network learned = learned(spec);
        Network again = new Network(spec, 2);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      new ExportedWeights(export(learned)).copyTo(again);

      Tensor pictures = pictures(4);
      assertEqual(again.forward(pictures, false), learned.forward(pictures, false));
    }
  }

  /** A batch's own variance is by its number of pixels, the running one by one less. */
  @Test
  void withStatisticsOfPicturesItGoesOnInTrainingWhereItWas() throws Exception {
    NetworkSpec spec = ArchitectureTest.read(RESNET).withLinearHead(NetworkSpec.LOGITS, 4);
    try (Network learned = learned(spec);
        Network again = new Network(spec, 2);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor pictures = pictures(64);
      Outputs before = learned.forward(pictures, false);
      new ExportedWeights(export(learned)).copyTo(again);
      double far = difference(again.forward(pictures, true).embedding(), before.embedding());
      new ExportedWeights(export(learned)).copyTo(again);

      again.takeStatistics(() -> again.forward(pictures, false));

      assertEqual(again.forward(pictures, false), before);
      assertThat(difference(again.forward(pictures, true).embedding(), before.embedding()))
          .isLessThan(0.02)
          .isLessThan(far / 10);
    }
  }

  @Test
  void withoutPicturesNothingChanges() throws Exception {
    NetworkSpec spec = ArchitectureTest.read(RESNET);
    try (Network learned = learned(spec);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor pictures = pictures(2);
      Outputs before = learned.forward(pictures, false);

      learned.takeStatistics(() -> {});

      assertEqual(learned.forward(pictures, false), before);
    }
  }

  @Test
  void aNewHeadIsNormalisedByEachBatchAsAlways() throws Exception {
    String body =
        "layers: {input: [3, 32, 32], body: [conv: {out: 6, kernel: 3}, generalised_mean]";
    try (Network learned = learned(ArchitectureTest.read(body + "}"));
        Network more =
            new Network(ArchitectureTest.read(body + ", heads: {more: [batch_norm]}}"), 2);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      new ExportedWeights(export(learned)).copyTo(more);

      more.takeStatistics(() -> more.forward(pictures(16), false));

      float[] means = Weights.toArray(more.forward(pictures(16), true).get("more").mean(0));
      for (float mean : means) {
        assertThat(mean).isCloseTo(0, within(1e-4f));
      }
    }
  }

  @Test
  void aHeadOfAnotherSizeStaysNew() throws Exception {
    NetworkSpec body = ArchitectureTest.read(RESNET);
    try (Network learned = learned(body.withLinearHead(NetworkSpec.LOGITS, 4));
        Network other = new Network(body.withLinearHead(NetworkSpec.LOGITS, 5), 2);
        Network fresh = new Network(body.withLinearHead(NetworkSpec.LOGITS, 5), 2)) {
      new ExportedWeights(export(learned)).copyTo(other);

      assertThat(Weights.toArray(other.headWeights().get("logits.linear1.weight")))
          .isEqualTo(Weights.toArray(fresh.headWeights().get("logits.linear1.weight")));
      assertThat(Weights.toArray(other.bodyWeights().get("linear1.weight")))
          .isEqualTo(Weights.toArray(learned.bodyWeights().get("linear1.weight")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"channels: 8, blocks: 1|channels: 16, blocks: 1", "blocks: 2|blocks: 3"})
  void anotherBodyIsRefusedAndNothingIsChanged(String change) throws Exception {
    String[] fromTo = change.split("\\|");
    NetworkSpec wanted = ArchitectureTest.read(RESNET.replace(fromTo[0], fromTo[1]));
    try (Network learned = learned(ArchitectureTest.read(RESNET));
        Network other = new Network(wanted, 2);
        Network fresh = new Network(wanted, 2)) {
      ExportedWeights weights = new ExportedWeights(export(learned));

      assertThatThrownBy(() -> weights.copyTo(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("has (no|[\\d,]+ numbers in) '.*'.*");
      other
          .bodyWeights()
          .forEach(
              (name, tensor) ->
                  assertThat(Weights.toArray(tensor))
                      .as(name)
                      .isEqualTo(Weights.toArray(fresh.bodyWeights().get(name))));
    }
  }

  /** A network whose weights are no longer those it began with. */
  private static Network learned(NetworkSpec spec) {
    Network network = new Network(spec, 1);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      network.weights().parameters().values().forEach(tensor -> tensor.add_(noise(tensor)));
      for (int i = 0; i < 3; i++) {
        network.forward(pictures(16), true);
      }
    }
    return network;
  }

  private static Tensor noise(Tensor like) {
    return torch.rand_like(like).mul(new Scalar(0.1));
  }

  private static Tensor pictures(int count) {
    return torch.randn(count, 3, 32, 32);
  }

  private static GraphProto export(Network network) throws Exception {
    return ModelProto.parseFrom(OnnxExport.of(network, "learned", 2)).getGraph();
  }

  private static void assertEqual(Outputs outputs, Outputs expected) {
    assertThat(difference(outputs.embedding(), expected.embedding())).isCloseTo(0, within(1e-4));
    expected
        .heads()
        .forEach(
            (name, values) ->
                assertThat(difference(outputs.get(name), values)).isCloseTo(0, within(1e-4)));
  }

  /** The greatest, as a share of the greatest value. */
  private static double difference(Tensor one, Tensor other) {
    return one.sub(other).abs().max().item_float() / other.abs().max().item_float();
  }
}
