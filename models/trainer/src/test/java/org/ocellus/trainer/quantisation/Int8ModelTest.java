package org.ocellus.trainer.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ocellus.trainer.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.SmallModel;
import org.ocellus.trainer.export.OnnxExport;
import org.ocellus.trainer.network.Activation;
import org.ocellus.trainer.network.Architecture;
import org.ocellus.trainer.network.Convolution;
import org.ocellus.trainer.network.Extent;
import org.ocellus.trainer.network.Flatten;
import org.ocellus.trainer.network.LeNet5;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.MaxPool;
import org.ocellus.trainer.network.MobileNetV2;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Padding;
import org.ocellus.trainer.network.ResNet;
import org.ocellus.trainer.network.Residual;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.network.SqueezeExcite;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.OnnxGraph;

class Int8ModelTest {
  private static final int SIDE = 16;
  private static final List<Tensor> PICTURES =
      IntStream.range(0, 8).mapToObj(i -> SmallModel.picture(SIDE, i)).toList();

  private static final NetworkSpec WITH_ALL_SORTS =
      new NetworkSpec(
          new Shape(3, SIDE, SIDE),
          List.of(
              Convolution.square(8, 3, 1),
              Activation.SILU,
              new Residual(List.of(Convolution.square(8, 3, 1), new SqueezeExcite(4)), null),
              Activation.RELU6,
              new MaxPool(Extent.square(2), Extent.square(2), Padding.VALID),
              Convolution.square(16, 3, 2),
              Activation.TANH,
              new Flatten(),
              new Linear(8, true),
              Activation.TANH),
          null);

  @TempDir private Path folder;

  @Test
  void theShippedNetworkRunsInInt8FromTheFirstConvolutionToTheLastMatrix() throws Exception {
    ModelProto pinhole = pinhole();
    List<Tensor> pictures = IntStream.range(0, 4).mapToObj(i -> SmallModel.picture(64, i)).toList();

    Int8Model int8 = Int8Model.of(pinhole, pictures, 1);

    assertThat(int8.layers()).isEqualTo(15);
    assertThat(operatorsThatRun(int8.graph()))
        .containsEntry("QLinearConv", 14L)
        .containsEntry("QLinearAdd", 5L)
        .containsEntry("QGemm", 1L)
        .doesNotContainKeys("Conv", "Gemm", "Add", "Relu");
    assertThat(int8.graph().getSerializedSize()).isLessThan(pinhole.getSerializedSize() / 3);
  }

  static List<Architecture> architectures() {
    return List.of(
        new LeNet5(3), ResNet.RESNET_20, ResNet.SMALL, new MobileNetV2(0.35, 64), WITH_ALL_SORTS);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void allConvolutionsAndMatricesOfTheTrainersNetworksRunInInt8(Architecture architecture)
      throws Exception {
    NetworkSpec spec = architecture.network().withLinearHead("logits", 5);
    try (Network network = new Network(spec, 1)) {
      ModelProto model = ModelProto.parseFrom(OnnxExport.of(network, "test", 1.5));
      Map<String, Long> before =
          model.getGraph().getNodeList().stream()
              .collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));

      Int8Model int8 =
          Int8Model.of(model, List.of(SmallModel.picture(spec.input().height(), 1)), 1);

      assertThat(operatorsThatRun(int8.graph()))
          .containsEntry("QLinearConv", before.get("Conv"))
          .containsEntry("QGemm", before.get("Gemm"))
          .doesNotContainKeys("Conv", "Gemm");
    }
  }

  @Test
  void theFloatModelIsNotChanged() throws Exception {
    ModelProto pinhole = pinhole();
    byte[] before = pinhole.toByteArray();

    Int8Model.of(pinhole, List.of(SmallModel.picture(64, 1)), 1);

    assertThat(pinhole.toByteArray()).isEqualTo(before);
  }

  @Test
  void inputsAndOutputsKeepTheirNamesAndTypes() throws Exception {
    ModelProto pinhole = pinhole();

    ModelProto int8 = Int8Model.of(pinhole, List.of(SmallModel.picture(64, 1)), 1).graph();

    assertThat(int8.getGraph().getInputList()).isEqualTo(pinhole.getGraph().getInputList());
    assertThat(int8.getGraph().getOutputList()).isEqualTo(pinhole.getGraph().getOutputList());
    assertThat(int8.getOpsetImportList()).isEqualTo(pinhole.getOpsetImportList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Relu",
        "Clip",
        "LeakyRelu",
        "Sigmoid",
        "Tanh",
        "MaxPool",
        "AveragePool",
        "GlobalAveragePool"
      })
  void whateverIsBetweenTwoConvolutionsBothNetworksComputeNearlyTheSame(String operator)
      throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String first = conv(graph, "x", 3, 8, 1, "first");
    String between =
        switch (operator) {
          case "Clip" ->
              graph.node(
                  operator, List.of(first, scalar(graph, "least", 0), scalar(graph, "most", 1)));
          case "MaxPool", "AveragePool" ->
              graph.node(
                  operator,
                  List.of(first),
                  attribute("kernel_shape", new long[] {2, 2}),
                  attribute("strides", new long[] {2, 2}));
          default -> graph.node(operator, List.of(first));
        };
    assertNearlyTheSame(head(graph, conv(graph, between, 8, 8, 1, "second"), 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Mul", "Concat"})
  void joinedBranchesAreComputedInInt8(String operator) throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String first = graph.node("Relu", List.of(conv(graph, "x", 3, 8, 1, "first")));
    String second = conv(graph, first, 8, 8, 8, "depthwise");
    boolean concat = operator.equals("Concat");
    String joined =
        graph.node(
            operator,
            List.of(first, second),
            concat ? new AttributeProto[] {attribute("axis", 1)} : new AttributeProto[0]);
    int channels = concat ? 16 : 8;
    ModelProto model = head(graph, conv(graph, joined, channels, 8, 1, "third"), 8);

    assertNearlyTheSame(model);

    assertThat(operatorsThatRun(Int8Model.of(model, PICTURES, 1).graph()))
        .containsEntry("QLinear" + operator, 1L)
        .containsEntry("QLinearConv", 3L);
  }

  @Test
  void matricesAndGroupsHaveTheirScalesByOutput() throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String map = graph.node("Relu", List.of(conv(graph, "x", 3, 8, 1, "first")));
    String vector = graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(map))));
    float[] weights = SmallModel.random(8 * 4, 9);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= i % 4 == 2 ? 100 : 1;
    }
    graph.constant("matrix", weights, 8, 4);
    graph.named("logits", "MatMul", List.of(vector, "matrix"));

    assertNearlyTheSame(graph.output("logits", -1, 4).toModel("matrix"));
  }

  @Test
  void aBatchNormalisationIsFoldedIntoItsConvolution() throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String conv = conv(graph, "x", 3, 8, 1, "first");
    String norm =
        graph.node(
            "BatchNormalization",
            List.of(
                conv,
                graph.constant("gamma", SmallModel.random(8, 1), 8),
                graph.constant("beta", SmallModel.random(8, 2), 8),
                graph.constant("mean", SmallModel.random(8, 3), 8),
                graph.constant("variance", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8)));
    ModelProto model = head(graph, graph.node("Relu", List.of(norm)), 8);

    assertNearlyTheSame(model);

    assertThat(operatorsThatRun(Int8Model.of(model, PICTURES, 1).graph()))
        .containsKey("QLinearConv")
        .doesNotContainKeys("BatchNormalization", "Conv");
  }

  @Test
  void whatTheGraphGivesOutKeepsItsFloats() throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String first = graph.node("Relu", List.of(conv(graph, "x", 3, 8, 1, "first")));
    String last = conv(graph, first, 8, 2, 1, "last");
    graph.named("logits", "Flatten", List.of(last));
    ModelProto model = graph.output("logits", -1, 2 * SIDE * SIDE).toModel("out");

    Int8Model int8 = Int8Model.of(model, PICTURES, 1);

    assertThat(int8.layers()).isEqualTo(1);
    assertNearlyTheSame(model);
  }

  @Test
  void aQuantisedNetworkIsNotQuantisedAgain() throws Exception {
    ModelProto once = Int8Model.of(pinhole(), List.of(SmallModel.picture(64, 1)), 1).graph();

    assertThatThrownBy(() -> Int8Model.of(once, List.of(SmallModel.picture(64, 1)), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nothing to quantise")
        .hasMessageContaining("quantised already");
  }

  @Test
  void operatorsWithoutScalesByChannelAreRefused() throws Exception {
    ModelProto.Builder old = pinhole().toBuilder();
    old.getOpsetImportBuilder(0).setVersion(11);

    assertThatThrownBy(() -> Int8Model.of(old.build(), PICTURES, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("operators of version 11, quantisation needs 13");
  }

  @Test
  void picturesAreNeeded() {
    assertThatThrownBy(() -> Int8Model.of(pinhole(), List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got none");
  }

  /**
   * 8 bits are off by a few per cent of what the outputs vary by; a wrong scale, axis or zero point
   * by about all of it.
   */
  private static void assertNearlyTheSame(ModelProto model) throws Exception {
    float[] floats = logits(model);
    float[] ints = logits(Int8Model.of(model, PICTURES, 1).graph());
    double mean = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).average().orElse(0);
    double deviation =
        Math.sqrt(
            IntStream.range(0, floats.length)
                .mapToDouble(i -> Math.pow(floats[i] - mean, 2))
                .average()
                .orElse(0));
    assertThat(deviation).isPositive();
    double error =
        Math.sqrt(
            IntStream.range(0, floats.length)
                .mapToDouble(i -> Math.pow(floats[i] - ints[i], 2))
                .average()
                .orElse(0));
    assertThat(error).isLessThan(0.1 * deviation);
    assertThat(error).as("it does compute with 8 bits").isPositive();
  }

  private static float[] logits(ModelProto model) throws Exception {
    try (GraphRun run = new GraphRun(model, List.of("logits"), 1)) {
      return Objects.requireNonNull(run.run(PICTURES).get("logits")).data();
    }
  }

  /** What ONNX Runtime makes of a graph before it runs it. */
  private Map<String, Long> operatorsThatRun(ModelProto model) throws Exception {
    Path optimised = folder.resolve("optimised.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(optimised.toString());
      OrtEnvironment.getEnvironment().createSession(model.toByteArray(), options).close();
    }
    return ModelProto.parseFrom(Files.readAllBytes(optimised)).getGraph().getNodeList().stream()
        .collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
  }

  private static ModelProto pinhole() throws Exception {
    return ModelProto.parseFrom(Files.readAllBytes(Path.of("../pinhole/model/model.onnx")));
  }

  private static String conv(OnnxGraph graph, String x, int in, int out, int groups, String name) {
    float[] weights = SmallModel.random(out * in / groups * 9, name.length());
    graph.constant(name, weights, out, in / groups, 3, 3);
    graph.constant(name + ".bias", SmallModel.random(out, 7), out);
    return graph.node(
        "Conv",
        List.of(x, name, name + ".bias"),
        attribute("pads", new long[] {1, 1, 1, 1}),
        attribute("group", groups));
  }

  private static String scalar(OnnxGraph graph, String name, float value) {
    return graph.constant(name, new float[] {value});
  }

  private static ModelProto head(OnnxGraph graph, String map, int channels) {
    String vector = graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(map))));
    graph.constant("head", SmallModel.random(4 * channels, 8), 4, channels);
    graph.constant("head.bias", SmallModel.random(4, 9), 4);
    graph.named("logits", "Gemm", List.of(vector, "head", "head.bias"), attribute("transB", 1));
    return graph.output("logits", -1, 4).toModel("small");
  }
}
