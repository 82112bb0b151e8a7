package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.RgbImage;

class TextEncoderTest {
  private static final String POOLED =
      TinyText.TEXT.replace("{", "{\"pooling\": \"text_embeds\", ");
  private static final String PROJECTED =
      TinyText.TEXT.replace("{", "{\"projection\": \"text_projection.onnx\", ");

  @TempDir Path folder;

  @Test
  void aSentenceIsTheMeanOfItsTokensAtUnitLength() throws IOException {
    try (Model model = Model.open(TinyText.write(folder))) {
      assertThat(model.readsText()).isTrue();
      assertThat(model.textEncoder().dimension()).isEqualTo(3);
      List<float[]> vectors = model.textEncoder().embed(List.of("Red blue red", "green"));
      float length = (float) Math.sqrt(5);
      assertVector(vectors.get(0), 2 / length, 0, 1 / length);
      assertVector(vectors.get(1), 0, 1, 0);
    }
  }

  @Test
  void aPictureHasAPlaceAmongTheSentences() throws IOException {
    try (Model model = Model.open(TinyText.write(folder))) {
      assertThat(model.alignsPicturesWithText()).isTrue();
      assertVector(predict(model, 255, 51, 0).textEmbedding(), 10, 2, 0);
    }
  }

  @Test
  void anOutputThatPoolsItselfIsTakenAsItIs() throws IOException {
    TinyText.write(folder, TinyText.pooled(), TinyText.tokenizer("null"), POOLED);
    try (Model model = Model.open(folder)) {
      assertVector(model.textEncoder().embed(List.of("red blue red blue")).get(0), 0.5f, 0, 0.5f);
    }
  }

  @Test
  void aProjectionComesAfterPooling() throws IOException {
    writeProjected();
    try (Model model = Model.open(folder)) {
      List<float[]> vectors = model.textEncoder().embed(List.of("red red", "blue"));
      assertVector(vectors.get(0), 0, 0, 1);
      assertVector(vectors.get(1), 2, 0, 0);
    }
  }

  @Test
  void aPairOfUsualNamesNeedsNoConfiguration() throws IOException {
    TinyText.write(folder, TinyText.pooled(), TinyText.tokenizer("null"), "");
    byte[] pictures =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .constant("mean", new long[] {768, 3}, new float[768 * 3])
            .node("Flatten", new String[] {"pixel_values"}, "flat")
            .node("MatMul", new String[] {"flat", "mean"}, "image_embeds")
            .output("image_embeds", -1, 3)
            .build();
    Files.write(folder.resolve("model.onnx"), pictures);
    Files.writeString(folder.resolve("config.json"), "{}");
    try (Model model = Model.open(folder)) {
      assertThat(model.alignsPicturesWithText()).isTrue();
      assertVector(model.textEncoder().embed(List.of("green")).get(0), 0, 1, 0);
      Prediction prediction = predict(model, 1, 2, 3);
      assertThat(prediction.textEmbedding()).isEqualTo(prediction.embedding());
    }
  }

  @Test
  void tokensBeyondTheLimitAreLeftOut() throws IOException {
    String limited =
        TinyText.tokenizer(
            """
            {"direction": "Right", "max_length": 3, "strategy": "LongestFirst", "stride": 0}""");
    TinyText.write(folder, TinyText.graph(-1), limited, TinyText.TEXT);
    assertVector(embed("blue blue blue red red red"), 0, 0, 1);
    TinyText.write(folder);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 2}");
    assertVector(embed("green green red red"), 0, 1, 0);
  }

  @Test
  void aNetworkOfAFixedNumberOfTokensGetsThatManyAndOnlyWordsCount() throws IOException {
    TinyText.write(folder, TinyText.graph(4), TinyText.tokenizer("null"), TinyText.TEXT);
    assertVector(embed("green"), 0, 1, 0);
    assertVector(embed("green green green green red"), 0, 1, 0);
  }

  @Test
  void aBlankSentenceIsRefusedByItsPlaceAndNoneGivesNone() throws IOException {
    try (Model model = Model.open(TinyText.write(folder))) {
      TextEncoder encoder = model.textEncoder();
      assertThat(encoder.embed(List.of())).isEmpty();
      assertThatThrownBy(() -> encoder.embed(List.of("red", " \n")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sentence 2 of 2 is blank: a sentence needs words");
    }
  }

  @Test
  void manyThreadsMayUseOneEncoderAtOnce() throws Exception {
    try (Model model = Model.open(TinyText.write(folder));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> runs = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String sentence = TinyText.WORDS[1 + i % 3];
        runs.add(threads.submit(() -> model.textEncoder().embed(List.of(sentence)).get(0)));
      }
      for (int i = 0; i < runs.size(); i++) {
        assertThat(runs.get(i).get()[i % 3]).isEqualTo(1);
      }
    }
  }

  @Test
  void itIsClosedWithItsModel() throws IOException {
    Model model = Model.open(TinyText.write(folder));
    TextEncoder encoder = model.textEncoder();
    model.close();
    model.close();
    assertThatThrownBy(() -> encoder.embed(List.of("red")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("tiny", "text_model.onnx", "is closed");
    assertThatThrownBy(model::textEncoder)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void aModelWithoutSentencesSaysWhatItWouldNeed() throws IOException {
    assertLacks(TinyModel.write(folder), "reads no text", "text_model.onnx", "text.encoder");
    String minilm = TinyText.TEXT.replace("text_model.onnx", "all-minilm-l12-v2");
    TinyText.write(folder, TinyText.graph(-1), TinyText.tokenizer("null"), minilm);
    assertLacks(folder, "all-minilm-l12-v2", "dev.langchain4j:langchain4j-embeddings-all-minilm");
    Files.delete(TinyText.write(folder).resolve("tokenizer.json"));
    assertLacks(folder, "text_model.onnx", "no tokenizer.json");
    Files.delete(TinyText.write(folder).resolve("text_model.onnx"));
    assertLacks(folder, "text_model.onnx", "not in its folder");
    writeProjected();
    Files.delete(folder.resolve("text_projection.onnx"));
    assertLacks(folder, "text_projection.onnx", "not in its folder");
  }

  @Test
  void partsThatDoNotFitAreNamed() throws IOException {
    String tokenizer = TinyText.tokenizer("null");
    TinyText.write(folder, TinyText.graph(-1), "{\"version\": \"1.0\"}", TinyText.TEXT);
    assertRefused("tokenizer cannot be read");
    TinyText.write(folder, TinyText.graph(-1), "{", TinyText.TEXT);
    assertRefused("tokenizer is not JSON");
    TinyText.write(folder, new byte[] {1}, tokenizer, TinyText.TEXT);
    assertRefused("cannot read its network");
    TinyText.write(folder, TinyModel.graph(-1), tokenizer, TinyText.TEXT);
    assertRefused("[pixel_values]", "input_ids");
    TinyText.write(folder, TinyText.graph(-1), tokenizer, POOLED);
    assertRefused("[last_hidden_state]", "text_embeds", "ocellus.text.pooling");
    TinyText.write(
        folder, TinyText.graph(-1), tokenizer, TinyText.TEXT.replace("logits", "embedding"));
    assertRefused("sentences have 3 dimensions", "\"embedding\" has 48", "image_output");
    writeProjected();
    Files.write(folder.resolve("text_projection.onnx"), TinyText.pooled());
    assertRefused("text_projection.onnx", "expected from [N, 3]");
  }

  @Test
  void anImageOutputThatDoesNotExistIsNamedBesideThoseThatDo() throws IOException {
    TinyText.write(
        folder,
        TinyText.graph(-1),
        TinyText.tokenizer("null"),
        TinyText.TEXT.replace("logits", "text_embedding"));
    assertThatThrownBy(() -> Model.open(folder).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("\"text_embedding\"", "image_output", "[embedding, logits]");
  }

  @Test
  void whatChangesVectorsChangesTheFingerprintAndNothingElseDoes() throws IOException {
    Fingerprint original = fingerprint(TinyText.graph(-1), "null", TinyText.TEXT);
    assertThat(fingerprint(TinyText.graph(-1), "null", TinyText.TEXT.replace(":", " : ")))
        .isEqualTo(original);
    Files.write(folder.resolve("text_projection.onnx"), TinyText.projection());
    assertThat(
            List.of(
                fingerprint(TinyText.graph(4), "null", TinyText.TEXT),
                fingerprint(TinyText.pooled(), "null", POOLED),
                fingerprint(
                    TinyText.graph(-1),
                    "{\"direction\": \"Right\", \"max_length\": 9, \"strategy\": \"LongestFirst\", \"stride\": 0}",
                    TinyText.TEXT),
                fingerprint(TinyText.graph(-1), "null", PROJECTED),
                fingerprint(
                    TinyText.graph(-1),
                    "null",
                    TinyText.TEXT.replace(", \"image_output\": \"logits\"", ""))))
        .doesNotHaveDuplicates()
        .doesNotContain(original);
    try (Model model = Model.open(TinyText.write(folder))) {
      assertThat(model.textEncoder().fingerprint()).isNotEqualTo(model.fingerprint());
    }
  }

  private Fingerprint fingerprint(byte[] graph, String truncation, String text) throws IOException {
    TinyText.write(folder, graph, TinyText.tokenizer(truncation), text);
    try (Model model = Model.open(folder)) {
      return model.textEncoder().fingerprint();
    }
  }

  private void writeProjected() throws IOException {
    TinyText.write(folder, TinyText.graph(-1), TinyText.tokenizer("null"), PROJECTED);
    Files.write(folder.resolve("text_projection.onnx"), TinyText.projection());
  }

  private float[] embed(String sentence) throws IOException {
    try (Model model = Model.open(folder)) {
      return model.textEncoder().embed(List.of(sentence)).get(0);
    }
  }

  private static Prediction predict(Model model, int r, int g, int b) throws IOException {
    byte[] rgb = new byte[16 * 16 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) r;
      rgb[i + 1] = (byte) g;
      rgb[i + 2] = (byte) b;
    }
    RgbImage picture = new RgbImage(16, 16, rgb);
    return model.predict(List.of(model.preprocessing().apply(picture))).get(0);
  }

  private static void assertVector(float[] vector, float... expected) {
    assertThat(vector).containsExactly(expected, within(1e-6f));
  }

  private static void assertLacks(Path folder, String... parts) throws IOException {
    try (Model model = Model.open(folder)) {
      assertThat(model.readsText()).isFalse();
      assertThat(model.alignsPicturesWithText()).isFalse();
      assertThatThrownBy(model::textEncoder)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tiny")
          .hasMessageContainingAll(parts);
    }
  }

  private void assertRefused(String... parts) throws IOException {
    try (Model model = Model.open(folder)) {
      assertThatThrownBy(model::textEncoder)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tiny")
          .hasMessageContainingAll(parts);
    }
  }
}
