package org.ocellus.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.ocellus.trainer.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ocellus.image.Tensor;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.SmallModel;

class GraphRunTest {
  private static final int SIDE = 7;
  private static final float[] FIRST = SmallModel.random(4 * 3 * 9, 1);
  private static final float[] SECOND = SmallModel.random(2 * 4 * 9, 2);

  @Test
  void valuesInsideAGraphAreWhatTheirFormulaSays() throws Exception {
    Tensor picture = SmallModel.picture(SIDE, 3);
    float[] inner = SmallModel.convolved(picture.data(), 3, SIDE, FIRST, 4, 3, 1, 2);
    try (GraphRun run = new GraphRun(twoConvolutions(-1), List.of("inner", "logits"), 1)) {
      Map<String, Values> values = run.run(List.of(picture));

      assertThat(values.keySet()).containsExactly("inner", "logits");
      assertThat(value(values, "inner").shape()).containsExactly(1, 4, 4, 4);
      assertThat(value(values, "inner").data()).containsExactly(inner, within(1e-5f));
      assertThat(value(values, "logits").data())
          .containsExactly(SmallModel.convolved(inner, 4, 4, SECOND, 2, 3, 1, 1), within(1e-4f));
    }
  }

  /** ONNX Runtime 1.29 recurses over the command line; the library starts it on a deep stack. */
  @Test
  void aProcessWithALongCommandLineRunsAGraph() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenGraph.class.getName(),
                "x".repeat(120_000))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** Opens a graph. */
  static final class OpenGraph {
    private OpenGraph() {}

    public static void main(String[] args) throws ModelException {
      new GraphRun(twoConvolutions(-1), List.of("inner"), 1).close();
    }
  }

  @Test
  void initializersAreValuesToo() throws Exception {
    try (GraphRun run = new GraphRun(twoConvolutions(-1), List.of("first"), 1)) {
      Values weights = value(run.run(List.of(SmallModel.picture(SIDE, 3))), "first");

      assertThat(weights.data()).isEqualTo(FIRST);
    }
  }

  @Test
  void aFixedBatchIsFilledWithTheLastPicture() throws Exception {
    Tensor picture = SmallModel.picture(SIDE, 3);
    try (GraphRun run = new GraphRun(twoConvolutions(3), List.of("inner"), 1)) {
      Values values = value(run.run(List.of(picture)), "inner");

      float[] inner = SmallModel.convolved(picture.data(), 3, SIDE, FIRST, 4, 3, 1, 2);
      assertThat(values.shape()).containsExactly(3, 4, 4, 4);
      for (int i = 0; i < values.data().length; i++) {
        assertThat(values.data()[i]).isCloseTo(inner[i % inner.length], within(1e-5f));
      }
    }
  }

  @Test
  void morePicturesThanAFixedBatchAreRefused() throws Exception {
    try (GraphRun run = new GraphRun(twoConvolutions(1), List.of("inner"), 1)) {
      Tensor picture = SmallModel.picture(SIDE, 3);

      assertThatThrownBy(() -> run.run(List.of(picture, picture)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pictures must be from 1 to 1, got 2");
    }
  }

  @Test
  void aValueThatTheGraphDoesNotHaveIsNamed() {
    assertThatThrownBy(() -> new GraphRun(twoConvolutions(-1), List.of("nothing"), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nothing");
  }

  private static ModelProto twoConvolutions(int batch) {
    OnnxGraph graph = new OnnxGraph().input("x", batch, 3, SIDE, SIDE);
    graph.constant("first", FIRST, 4, 3, 3, 3);
    graph.constant("second", SECOND, 2, 4, 3, 3);
    graph.named(
        "inner",
        "Conv",
        List.of("x", "first"),
        attribute("pads", new long[] {1, 1, 1, 1}),
        attribute("strides", new long[] {2, 2}));
    graph.named(
        "logits", "Conv", List.of("inner", "second"), attribute("pads", new long[] {1, 1, 1, 1}));
    return graph.output("logits", batch, 2, 4, 4).toModel("two");
  }

  private static Values value(Map<String, Values> values, String name) {
    return Objects.requireNonNull(values.get(name));
  }
}
