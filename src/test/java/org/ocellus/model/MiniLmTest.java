package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real sentence encoder, as its artifact brings it. */
class MiniLmTest {
  private static final String NAME = "all-minilm-l6-v2-q";
  private static TextEncoder encoder;

  @BeforeAll
  static void open() throws IOException {
    encoder = TextEncoder.onClassPath(NAME, 1);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void sentencesOfOneMeaningAreNearAndOthersFar() throws IOException {
    List<float[]> vectors =
        encoder.embed(
            List.of(
                "A dog runs on the beach.",
                "A puppy is running along the sea shore.",
                "Two men are playing guitars on a stage.",
                "Stock prices fell sharply on Monday."));
    assertThat(cosine(vectors.get(0), vectors.get(1))).isGreaterThan(0.6);
    assertThat(cosine(vectors.get(0), vectors.get(2))).isLessThan(0.3);
    assertThat(cosine(vectors.get(0), vectors.get(3))).isLessThan(0.2);
  }

  /** "a dog runs on the beach." in BERT's vocabulary, and the network's own output. */
  @Test
  void itIsTheMeanOfWhatTheNetworkGivesForEachToken() throws Exception {
    long[] ids = {101, 1037, 3899, 3216, 2006, 1996, 3509, 1012, 102};
    long[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    float[][] tokens;
    var environment = OnnxRuntime.environment();
    try (InputStream in = MiniLmTest.class.getResourceAsStream("/" + NAME + ".onnx");
        OrtSession network = environment.createSession(in.readAllBytes());
        OnnxTensor input = OnnxTensor.createTensor(environment, new long[][] {ids});
        OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {ones});
        OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][ids.length]);
        OrtSession.Result result =
            network.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
      tokens = ((float[][][]) result.get("last_hidden_state").orElseThrow().getValue())[0];
    }
    double[] mean = new double[384];
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      for (float[] token : tokens) {
        mean[i] += token[i] / tokens.length;
      }
      squares += mean[i] * mean[i];
    }
    float[] vector = encoder.embed(List.of("A dog runs on the beach.")).get(0);
    assertThat(vector).hasSize(384);
    for (int i = 0; i < mean.length; i++) {
      assertThat((double) vector[i]).isCloseTo(mean[i] / Math.sqrt(squares), within(1e-5));
    }
  }

  @Test
  void aSentenceHasTheSameVectorInAnyCompany() throws IOException {
    float[] alone = encoder.embed(List.of("A dog runs on the beach.")).get(0);
    List<float[]> together =
        encoder.embed(List.of("Two men are playing guitars.", "A dog runs on the beach."));
    assertThat(together.get(1)).isEqualTo(alone);
  }

  @Test
  void whatIsBeyond128TokensIsLeftOut() throws IOException {
    String words = "dog ".repeat(126);
    List<float[]> vectors = encoder.embed(List.of(words, words + "cat ".repeat(5_000)));
    assertThat(vectors.get(1)).isEqualTo(vectors.get(0));
  }

  @Test
  void anEncoderThatIsNotOnTheClassPathNamesItsArtifact() {
    assertThatThrownBy(() -> TextEncoder.onClassPath("all-minilm-l12-v2", 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("dev.langchain4j:langchain4j-embeddings-all-minilm-l12-v2");
  }

  @Test
  void noTelemetryIsSent() {
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }
}
