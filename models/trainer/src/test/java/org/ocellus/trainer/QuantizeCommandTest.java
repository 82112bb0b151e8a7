package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.model.Model;
import org.ocellus.trainer.onnx.OnnxGraph;

class QuantizeCommandTest {
  private static final Path PINHOLE = Path.of("../pinhole/model");
  private static final int SIDE = 8;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void pictures() throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 5);
  }

  @Test
  void theShippedModelBecomesAnInt8FolderWithWhatWasMeasuredInItsCard() throws Exception {
    assertThat(quantize(PINHOLE, folder.resolve("shapes"))).as(err.toString()).isZero();

    Path int8 = folder.resolve("int8");
    try (Model model = Model.open(int8, 1);
        Model floats = Model.open(PINHOLE, 1)) {
      assertThat(model.name()).isEqualTo("pinhole-int8");
      assertThat(model.dimension()).isEqualTo(floats.dimension());
      assertThat(model.preprocessing()).isEqualTo(floats.preprocessing());
      assertThat(model.classNames()).isEqualTo(floats.classNames());
    }
    assertThat(int8.resolve("calibration.json")).doesNotExist();
    assertThat(out.toString())
        .contains("| the same class first |", "15 layers compute in int8")
        .contains("Calibrated on 3 pictures, measured on 12 others")
        .contains("calibration.json was left out");
    assertThat(int8.resolve("README.md"))
        .content()
        .startsWith("# pinhole")
        .contains("## As int8", out.toString().lines().toList().get(2));
  }

  @Test
  void whereTheModelKnowsTheLabelsAccuracyIsMeasured() throws Exception {
    Path model = alwaysDisk();

    assertThat(quantize(model, folder.resolve("shapes"))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("| accuracy, 12 pictures |");

    for (String shape : List.of("disk", "level")) {
      Path alone = folder.resolve("only-" + shape);
      Files.createDirectories(alone);
      Files.move(folder.resolve("shapes").resolve(shape), alone.resolve(shape));
      assertThat(quantize(model, alone)).as(err.toString()).isZero();
    }
    assertThat(out.toString())
        .contains("| accuracy, 4 pictures | 100.00 % | 100.00 % |")
        .contains("| accuracy, 4 pictures | 0.00 % | 0.00 % |");
  }

  @Test
  void picturesNeedNoLabelsAndUnreadableOnesAreCounted() throws Exception {
    Path plain = folder.resolve("shapes/disk");
    Files.writeString(plain.resolve("letter.jpg"), "Dear Sir or Madam");

    assertThat(quantize(PINHOLE, plain)).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("measured on 4 others, 1 unreadable")
        .doesNotContain("accuracy");
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path one = Files.createDirectories(folder.resolve("one"));
    Files.copy(folder.resolve("shapes/disk/0.png"), one.resolve("0.png"));
    Path int8 = folder.resolve("int8");

    assertThat(quantize(PINHOLE, folder.resolve("nowhere"))).isEqualTo(1);
    assertThat(quantize(PINHOLE, empty)).isEqualTo(1);
    assertThat(quantize(PINHOLE, one)).isEqualTo(1);
    assertThat(quantize(PINHOLE, folder.resolve("shapes"))).isZero();
    assertThat(quantize(int8, folder.resolve("shapes"))).isEqualTo(1);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("nowhere"),
            second -> assertThat(second).contains("empty"),
            third ->
                assertThat(third)
                    .startsWith("quantisation needs some hundred pictures")
                    .contains("1 could be read, 0 not"),
            fourth ->
                assertThat(fourth).startsWith("the new model needs a folder of its own, not "));
  }

  /** A network of one convolution whose logits say the first class, whatever it sees. */
  private Path alwaysDisk() throws Exception {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    graph.constant("kernels", SmallModel.random(4 * 3 * 9, 1), 4, 3, 3, 3);
    graph.constant("matrix", SmallModel.random(3 * 4, 2), 3, 4);
    graph.constant("bias", new float[] {1000, 0, 0}, 3);
    String conv = graph.node("Relu", List.of(graph.node("Conv", List.of("x", "kernels"))));
    String mean = graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(conv))));
    graph.named(
        "logits", "Gemm", List.of(mean, "matrix", "bias"), OnnxGraph.attribute("transB", 1));
    return SmallModel.write(
        folder.resolve("model"),
        graph.output("logits", -1, 3).toModel("disk"),
        SIDE,
        "disk",
        "level",
        "upright");
  }

  private int quantize(Path model, Path data) {
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "quantize",
            model.toString(),
            "--data",
            data.toString(),
            "--out",
            folder.resolve("int8").toString());
  }
}
