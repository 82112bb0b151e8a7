package org.ocellus.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocellus.model.OnnxRuntime;

class GraftTest {
  @Test
  void aGraphIsContinuedByAnother() throws Exception {
    ModelProto model = twice("x", "embedding", 2);
    ModelProto addition = twice("features", "result", -3);

    ModelProto both = Graft.onto(model, "embedding", addition, "text_embedding");

    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession session = environment.createSession(both.toByteArray());
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 5}});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      assertThat(session.getOutputNames()).containsExactly("embedding", "text_embedding");
      assertThat(((float[][]) result.get(0).getValue())[0]).containsExactly(4, 20);
      assertThat(((float[][]) result.get(1).getValue())[0])
          .containsExactly(new float[] {36, 180}, offset(1e-5f));
    }
  }

  @Test
  void anOutputThatIsMissingOrThereAlreadyIsNamed() {
    ModelProto model = twice("x", "embedding", 2);

    assertThatThrownBy(() -> Graft.onto(model, "features", model, "text_embedding"))
        .hasMessage(
            "a graph with the outputs [embedding] cannot get an output 'text_embedding' made of"
                + " 'features'");
    assertThatThrownBy(() -> Graft.onto(model, "embedding", model, "embedding"))
        .hasMessageContaining("cannot get an output 'embedding'");
  }

  /** Multiplies two numbers by a factor, two times. */
  private static ModelProto twice(String input, String output, float factor) {
    OnnxGraph graph = new OnnxGraph().input(input, -1, 2);
    String constant = graph.constant("factor", new float[] {factor});
    String once = graph.node("Mul", List.of(input, constant));
    graph.named(output, "Mul", List.of(once, constant));
    return graph.output(output, -1, 2).toModel("twice");
  }
}
