package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocellus.trainer.export.OnnxExport;
import org.ocellus.trainer.export.ParityCheck;

class ArchitectureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lenet5                                  | 1 × 32 × 32   | 10   | 61706
          alexnet                                 | 3 × 227 × 227 | 1000 | 60965224
          resnet20                                | 3 × 32 × 32   | 10   | 272474
          resnet-small                            | 3 × 32 × 32   | 10   | 696618
          mobilenet-v2                            | 3 × 224 × 224 | 1000 | 3504872
          mobilenet-v2: {resolution: 96}          | 3 × 96 × 96   | 1000 | 3504872
          lenet5: {channels: 3}                   | 3 × 32 × 32   | 10   | 62006
          """)
  void aNamedNetworkHasThePublishedInputAndParameters(
      String name, String input, int classes, long parameters) throws Exception {
    NetworkSpec network = read(name).withLinearHead("logits", classes);

    assertThat(network.input()).hasToString(input);
    assertThat(network.parameters()).isEqualTo(parameters);
  }

  /** torchvision's count for ResNet-50, whose pooling after the stem has no parameters. */
  @Test
  void fiftyLayersOfBottlenecksHaveThePublishedParameters() throws Exception {
    String resnet50 =
        """
        resnet: {inputSize: 64, stem: {channels: 64, kernel: 7, stride: 2}, stages: [
          {channels: 256, blocks: 3, stride: 1, bottleneck: 64},
          {channels: 512, blocks: 4, stride: 2, bottleneck: 128},
          {channels: 1024, blocks: 6, stride: 2, bottleneck: 256},
          {channels: 2048, blocks: 3, stride: 2, bottleneck: 512}]%s}
        """;

    NetworkSpec network = read(resnet50.formatted("")).withLinearHead("logits", 1000);
    NetworkSpec shorter = read(resnet50.formatted(", embedding: 256"));

    assertThat(network.parameters()).isEqualTo(25_557_032);
    assertThat(network.dimension()).isEqualTo(2048);
    assertThat(shorter.dimension()).isEqualTo(256);
    assertThat(shorter.parameters()).isEqualTo(25_557_032 - 2049 * 1000 + 2049 * 256);
  }

  /** Multiply-adds from the table of the authors' code, tensorflow/models, slim/nets/mobilenet. */
  @ParameterizedTest
  @CsvSource({
    "1.4, 224, 582", "1.3, 224, 509", "1.0, 224, 300", "1.0, 192, 221", "1.0, 160, 154",
    "1.0, 128, 99", "1.0, 96, 56", "0.75, 224, 209", "0.5, 224, 97", "0.35, 224, 59"
  })
  void mobileNetsCostWhatTheirAuthorsSay(double width, int resolution, double millions) {
    NetworkSpec network =
        new MobileNetV2(width, resolution).network().withLinearHead("logits", 1001);
    double macs =
        Sequence.macs(network.body(), network.input())
            + Sequence.macs(network.heads().get("logits"), Shape.vector(network.dimension()));

    assertThat(macs / 1e6).isCloseTo(millions, within(1.0));
  }

  @Test
  void theDifferenceToThePapersResNet20AreItsTwoProjections() throws Exception {
    long projections = (16 * 32 + 2 * 32) + (32 * 64 + 2 * 64);

    assertThat(read("resnet20").withLinearHead("logits", 10).parameters() - projections)
        .isEqualTo(269_722); // 0.27 M in table 6 of He et al.
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lenet5                                       | 84
          resnet20                                     | 64
          resnet-small                                 | 128
          mobilenet-v2: {width: 0.35, resolution: 64}  | 1280
          """)
  void aNamedNetworkRunsAndOnnxRuntimeAgrees(String name, int dimension) throws Exception {
    try (Network network = new Network(read(name).withLinearHead("logits", 7), 1)) {
      byte[] onnx = OnnxExport.of(network, "test", 1);
      float[] pixels = ParityCheck.randomPixels(network.spec().input(), 2);

      assertThat(network.spec().dimension()).isEqualTo(dimension);
      assertThat(ParityCheck.greatestDifference(network, onnx, 1, pixels)).isLessThan(1e-4);
    }
  }

  @Test
  void alexNetRuns() throws Exception {
    try (Network network = new Network(read("alexnet").withLinearHead("logits", 1000), 1);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Outputs outputs = network.forward(torch.randn(1, 3, 227, 227), false);

      assertThat(network.weights().parameterCount()).isEqualTo(60_965_224);
      assertThat(outputs.embedding().sizes().vec().get()).containsExactly(1, 4096);
      assertThat(Weights.toArray(outputs.get("logits"))).hasSize(1000).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          resnet-20                    | there is no network 'resnet-20'; did you mean 'resnet20'?
          layers                       | 'layers' needs options, as in 'layers: {…}'
          alexnet: {width: 2}          | 'alexnet' has no options; write 'alexnet' alone
          """)
  void aNetworkThatIsNoneIsNamedWithTheCure(String name, String message) {
    assertThatThrownBy(() -> read(name))
        .isInstanceOfSatisfying(
            JsonMappingException.class,
            e -> assertThat(e.getOriginalMessage()).startsWith(message));
  }

  static NetworkSpec read(String name) throws JsonProcessingException {
    return BlockTest.YAML.readValue(name, Architecture.class).network();
  }
}
