package org.ocellus.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocellus.trainer.network.NetworkSummary.Row;

class NetworkSummaryTest {

  @Test
  void aLayersRowHasItsOptionsShapeAndCost() throws Exception {
    NetworkSummary summary =
        summary("conv: {out: 6, kernel: [3, 5], stride: 2, groups: 3, padding: same}, global_mean");

    assertThat(summary.rows())
        .containsExactly(
            new Row(
                "conv1",
                "6 of 3×5, stride 2, padding same, groups 3",
                new Shape(6, 16, 16),
                6 * 15 + 6,
                16 * 16 * 6 * 15,
                new Extent(3, 5)),
            new Row("global_mean1", "", Shape.vector(6), 0, 0, null));
  }

  @Test
  void rowsInsideALayerStandBeforeItAndAreNamedLikeTheirWeights() throws Exception {
    List<Layer> body =
        BlockTest.read(
            "residual: {body: [conv: {out: 4, kernel: 3, padding: 1}, squeeze_excite],"
                + " shortcut: [conv: {out: 4, kernel: 1}]}, global_mean");
    NetworkSpec spec = new NetworkSpec(new Shape(3, 8, 8), body, Map.of());

    List<Row> rows = NetworkSummary.of(spec).rows();

    assertThat(rows)
        .extracting(Row::name)
        .containsExactly(
            "residual1.conv1",
            "residual1.squeeze_excite1.global_mean1",
            "residual1.squeeze_excite1.linear1",
            "residual1.squeeze_excite1.relu1",
            "residual1.squeeze_excite1.linear2",
            "residual1.squeeze_excite1.sigmoid1",
            "residual1.squeeze_excite1",
            "residual1.shortcut.conv1",
            "residual1",
            "global_mean1");
    try (Network network = new Network(spec, 1)) {
      assertThat(rows)
          .filteredOn(row -> row.parameters() > 0)
          .extracting(row -> row.name() + ".weight")
          .containsExactlyInAnyOrderElementsOf(
              network.weights().parameters().keySet().stream()
                  .filter(name -> name.endsWith(".weight"))
                  .toList());
    }
  }

  /** 195 pixels at the end say Araujo et al., too. */
  @ParameterizedTest
  @CsvSource({
    "conv1, 11",
    "max_pool1, 19",
    "conv2, 51",
    "max_pool2, 67",
    "conv5, 163",
    "max_pool3, 195"
  })
  void receptiveFieldsGrowByKernelsAndStrides(String layer, int side) {
    assertThat(NetworkSummary.of(new AlexNet().network()).rows())
        .filteredOn(row -> row.name().equals(layer))
        .extracting(Row::field)
        .containsExactly(Extent.square(side));
  }

  @Test
  void theReceptiveFieldOfASumIsTheWiderOfBothWays() throws Exception {
    NetworkSummary summary =
        summary(
            "residual: {body: [tanh], shortcut: [max_pool: {kernel: [5, 1], stride: 1, padding:"
                + " [2, 0]}]}, max_pool: {kernel: 2}, conv: {out: 1, kernel: 3, dilation: 2},"
                + " flatten");

    assertThat(summary.rows())
        .extracting(row -> row.name() + " " + row.field())
        .containsExactly(
            "residual1.tanh1 1",
            "residual1.shortcut.max_pool1 5×1",
            "residual1 5×1",
            "max_pool1 6×2",
            "conv1 14×10",
            "flatten1 null");
  }

  @Test
  void theTotalsAreThoseOfTheNetworkWithItsHeads() {
    NetworkSpec spec = ResNet.RESNET_20.network().withLinearHead("logits", 10);

    NetworkSummary summary = NetworkSummary.of(spec);

    assertThat(summary.parameters()).isEqualTo(272_474);
    assertThat(summary.macs()).isEqualTo(Sequence.macs(spec.body(), spec.input()) + 64 * 10);
    assertThat(summary.rows().getLast().name()).isEqualTo("logits.linear1");
  }

  private static NetworkSummary summary(String body) throws Exception {
    return NetworkSummary.of(new NetworkSpec(new Shape(3, 32, 32), BlockTest.read(body), Map.of()));
  }
}
