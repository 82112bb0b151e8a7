package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.image.RgbImage;

/** Folders in Hugging Face's layout open as they are, and what does not fit is named. */
class HuggingFaceFolderTest {
  private static final RgbImage ORANGE = plain(255, 102, 0);
  private static final RgbImage SEA = plain(0, 51, 204);

  @TempDir Path folder;

  @Test
  void aClassifiersLogitsNameWhatIsSeenAndAreItsEmbedding() throws IOException {
    try (Model model = Model.open(TinyHub.classifier(folder))) {
      assertThat(model.classifier().classify(List.of(SEA), 1).get(0).get(0).name())
          .isEqualTo("blue");
      assertVector(model.encoder().embed(List.of(ORANGE)).get(0), 10, 4, 0);
      assertThat(model.alignsPicturesWithText()).isFalse();
      assertThatThrownBy(model::textEncoder)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("reads no text");
    }
  }

  @Test
  void classesThatMayBeTrueTogetherEachHaveTheirProbability() throws IOException {
    TinyHub.classifier(folder);
    config(
        TinyHub.LABELS.replaceFirst("\\{", "{\"problem_type\": \"multi_label_classification\", "));
    try (Model model = Model.open(folder)) {
      List<Label> labels = model.classifier().classify(List.of(ORANGE), 2).get(0);
      assertThat(labels.get(0).probability())
          .isCloseTo((float) (1 / (1 + Math.exp(-10))), within(1e-5f));
      assertThat(labels.get(1).probability())
          .isCloseTo((float) (1 / (1 + Math.exp(-4))), within(1e-5f));
    }
  }

  @Test
  void preprocessingMayStandAmongThatOfBothSides() throws IOException {
    TinyHub.pair(folder);
    Files.move(folder.resolve("preprocessor_config.json"), folder.resolve("processor_config.json"));
    assertRefused("no preprocessor_config.json");
    Files.writeString(
        folder.resolve("processor_config.json"),
        "{\"image_processor\": %s}".formatted(TinyModel.PREPROCESSING));
    try (Model model = Model.open(folder)) {
      assertAligned(model);
    }
  }

  @Test
  void aPairOfGraphsPutsPicturesAndSentencesIntoOneSpace() throws IOException {
    try (Model model = Model.open(TinyHub.pair(folder))) {
      assertAligned(model);
      assertThatThrownBy(model::classifier).hasMessageContaining("has no logits output");
    }
  }

  @Test
  void soDoesOneGraphOfBoth() throws IOException {
    try (Model model = Model.open(TinyHub.both(folder))) {
      assertAligned(model);
    }
  }

  @Test
  void ofAPairAndOneGraphThePairIsTaken() throws IOException {
    TinyHub.both(folder);
    TinyHub.pair(folder);
    Files.write(
        folder.resolve("onnx/model.onnx"), Files.readAllBytes(folder.resolve("model.onnx")));
    try (Model model = Model.open(folder)) {
      assertThat(model.graph())
          .isEqualTo(Files.readAllBytes(folder.resolve("onnx/vision_model.onnx")));
      assertAligned(model);
    }
  }

  private static void assertAligned(Model model) throws IOException {
    assertThat(model.alignsPicturesWithText()).isTrue();
    Prediction prediction = predict(model, ORANGE, SEA);
    assertVector(prediction.textEmbedding(), 1, 0.4f, 0);
    assertVector(prediction.embedding(), 1, 0.4f, 0);
    TextEncoder text = model.textEncoder();
    assertThat(text.dimension()).isEqualTo(3);
    assertVector(text.embed(List.of("red blue red blue")).get(0), 0.5f, 0, 0.5f);
  }

  @Test
  void aSentenceIsCutToThePlacesOfTheTextNetwork() throws IOException {
    TinyHub.pair(folder);
    Files.writeString(folder.resolve("config.json"), TinyHub.clip(2));
    try (Model model = Model.open(folder)) {
      assertVector(model.textEncoder().embed(List.of("red red blue blue")).get(0), 1, 0, 0);
    }
  }

  /** Whose sentences are filled up, with the token that its configuration names. */
  @Test
  void aSiglipsPooledOutputsShareASpace() throws IOException {
    TinyHub.write(
        folder,
        "vision_model.onnx",
        TinyHub.vision("pooler_output"),
        """
        {"model_type": "siglip", "text_config": {"max_position_embeddings": 4}}
        """);
    Files.write(folder.resolve("text_model.onnx"), TinyHub.text(new TinyOnnx(), "pooler_output"));
    String tokenizer =
        TinyText.tokenizer("null")
            .replace(
                "\"added_tokens\": []",
                """
                "added_tokens": [{"id": 3, "content": "blue", "special": true,
                  "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}]""");
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"pad_token\": {\"content\": \"blue\"}}");
    try (Model model = Model.open(folder)) {
      assertThat(model.alignsPicturesWithText()).isTrue();
      assertVector(predict(model, ORANGE).textEmbedding(), 1, 0.4f, 0);
      assertVector(model.textEncoder().embed(List.of("red")).get(0), 0.25f, 0, 0.75f);
      Fingerprint filled = model.textEncoder().fingerprint();
      Files.delete(folder.resolve("tokenizer_config.json"));
      try (Model otherwise = Model.open(folder)) {
        assertThat(otherwise.textEncoder().fingerprint()).isNotEqualTo(filled);
      }
    }
  }

  @Test
  void aTransformersClassTokenIsItsEmbedding() throws IOException {
    try (Model model = Model.open(TinyHub.transformer(folder, true))) {
      assertVector(model.encoder().embed(List.of(spotted())).get(0), 1, 1, 1);
      assertThat(model.classifies()).isFalse();
    }
  }

  @Test
  void withoutAClassTokenItIsTheMeanOfAll() throws IOException {
    try (Model model = Model.open(TinyHub.transformer(folder, false))) {
      assertVector(model.encoder().embed(List.of(spotted())).get(0), 1 / 256f, 1 / 256f, 1 / 256f);
    }
  }

  @Test
  void theConfigurationMaySayWhichOfTheTwo() throws IOException {
    TinyHub.transformer(folder, true);
    Fingerprint usual = fingerprint();
    config("{\"ocellus\": {\"pooling\": \"mean\"}}");
    try (Model model = Model.open(folder)) {
      // Of the class token and four cells, of which one has the white pixel.
      float mean = (1 + 1 / 64f) / 5;
      assertVector(model.encoder().embed(List.of(spotted())).get(0), mean, mean, mean);
    }
    assertThat(fingerprint()).isNotEqualTo(usual);
    config("{\"ocellus\": {\"pooling\": \"max\"}}");
    assertRefused("ocellus.pooling max", "cls or mean");
    TinyHub.classifier(folder);
    Files.delete(folder.resolve("onnx/model.onnx"));
    config("{\"ocellus\": {\"pooling\": \"mean\"}}");
    assertRefused("\"logits\" has one vector a picture", "take that away");
  }

  @Test
  void aConvolutionalNetworksLastPlanesAreAveraged() throws IOException {
    byte[] planes =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .node(
                "AveragePool",
                new String[] {"pixel_values"},
                "last_hidden_state",
                "kernel_shape",
                new long[] {8, 4},
                "strides",
                new long[] {8, 4})
            .output("last_hidden_state", -1, 3, 2, 4)
            .build();
    TinyHub.write(folder, "model.onnx", planes, "{}");
    try (Model model = Model.open(folder)) {
      assertVector(model.encoder().embed(List.of(ORANGE)).get(0), 1, 0.4f, 0);
    }
  }

  @Test
  void floatsOf16BitsAreReadAndWritten() throws IOException {
    TinyHub.write(folder, "model.onnx", TinyHub.classifier(TinyOnnx.half()), TinyHub.LABELS);
    try (Model model = Model.open(folder)) {
      assertThat(model.encoder().embed(List.of(ORANGE)).get(0))
          .containsExactly(new float[] {10, 4, 0}, within(0.02f));
      assertThat(model.classifier().classify(List.of(SEA), 1).get(0).get(0).name())
          .isEqualTo("blue");
    }
  }

  @Test
  void soAreTheSentencesOfAPair() throws IOException {
    TinyHub.pair(folder);
    Files.write(
        folder.resolve("onnx/text_model.onnx"), TinyHub.text(TinyOnnx.half(), "text_embeds"));
    try (Model model = Model.open(folder)) {
      assertThat(model.textEncoder().embed(List.of("crimson")).get(0))
          .containsExactly(new float[] {0.9f, 0.2f, 0.2f}, within(1e-3f));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsOf8BitsRun(boolean asTheyAre) throws IOException {
    TinyHub.write(
        folder, "onnx/model_quantized.onnx", TinyHub.eightBits(asTheyAre), TinyHub.LABELS);
    try (Model model = Model.open(folder)) {
      assertThat(model.encoder().embed(List.of(ORANGE)).get(0))
          .containsExactly(new float[] {10, 4, 0}, within(0.03f));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 2})
  void channelsMayComeLastAndBatchesBeFixed(long batch) throws IOException {
    TinyHub.write(folder, "model.onnx", TinyHub.channelsLast(batch), TinyHub.LABELS);
    try (Model model = Model.open(folder)) {
      List<float[]> vectors = model.encoder().embed(List.of(ORANGE, SEA, ORANGE));
      assertVector(vectors.get(0), 10, 4, 0);
      assertVector(vectors.get(1), 0, 2, 8);
      assertVector(vectors.get(2), 10, 4, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "model_fp16.onnx",
    "onnx/model_fp16.onnx",
    "onnx/model_quantized.onnx",
    "onnx/model_int8.onnx",
    "onnx/vision_model_uint8.onnx"
  })
  void theOneNetworkOfAFolderIsFoundUnderItsUsualNames(String file) throws IOException {
    TinyHub.write(folder, file, TinyHub.classifier(new TinyOnnx()), TinyHub.LABELS);
    try (Model model = Model.open(folder)) {
      assertThat(model.classifies()).isTrue();
    }
  }

  @Test
  void theFullPrecisionComesBeforeNarrowerOnes() throws IOException {
    TinyHub.write(folder, "onnx/model_fp16.onnx", new byte[] {1}, TinyHub.LABELS);
    TinyHub.write(folder, "onnx/model_int8.onnx", new byte[] {1}, TinyHub.LABELS);
    TinyHub.write(folder, "onnx/model.onnx", TinyHub.classifier(new TinyOnnx()), TinyHub.LABELS);
    Model.open(folder).close();
  }

  @Test
  void ofSeveralEquallyGoodNetworksOneMustBeNamed() throws IOException {
    byte[] classifier = TinyHub.classifier(new TinyOnnx());
    TinyHub.write(folder, "onnx/model_fp16.onnx", classifier, TinyHub.LABELS);
    TinyHub.write(folder, "onnx/model_int8.onnx", classifier, TinyHub.LABELS);
    assertRefused(
        "onnx/model_fp16.onnx and onnx/model_int8.onnx",
        "\"ocellus\": {\"graph\": \"onnx/model_fp16.onnx\"}");
    config("{\"ocellus\": {\"graph\": \"onnx/model_int8.onnx\"}}");
    Model.open(folder).close();
    config("{\"ocellus\": {\"graph\": \"other.onnx\"}}");
    assertRefused("other.onnx as ocellus.graph, which is not there");
    TinyHub.pair(folder);
    Files.move(folder.resolve("onnx/text_model.onnx"), folder.resolve("onnx/text_model_fp16.onnx"));
    Files.write(folder.resolve("text_model_int8.onnx"), new byte[] {1});
    assertRefused(
        "text_model_int8.onnx and onnx/text_model_fp16.onnx",
        "\"text\": {\"encoder\": \"text_model_int8.onnx\"}");
  }

  @Test
  void whatCannotBeRunIsNamedWithItsCure() throws IOException {
    TinyHub.write(folder, "model.onnx", TinyHub.classifier(new TinyOnnx()), "{}");
    Files.write(folder.resolve("model.onnx_data"), new byte[9]);
    assertRefused("model.onnx_data, which is not read", "onnx.save");
    Files.delete(folder.resolve("model.onnx_data"));
    Files.writeString(
        folder.resolve("model.onnx"), "version https://git-lfs.github.com/spec/v1\noid sha256:0");
    assertRefused("model.onnx", "git lfs pull");
    byte[] twice =
        TinyOnnx.twice()
            .input("pixel_values", -1, 3, 16, 16)
            .node("Flatten", new String[] {"pixel_values"}, "logits")
            .output("logits", -1, 768)
            .build();
    TinyHub.write(folder, "model.onnx", twice, "{}");
    assertRefused("model.onnx", "\"pixel_values\" takes DOUBLE", "export the network in float32");
    byte[] boxes =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .node("Flatten", new String[] {"pixel_values"}, "boxes")
            .output("boxes", -1, 768)
            .build();
    TinyHub.write(folder, "model.onnx", boxes, "{}");
    assertRefused("neither an embedding nor logits", "[boxes]", "ocellus.embedding");
    byte[] detector =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .longs("boxes", 0, 4, 192)
            .node("Reshape", new String[] {"pixel_values", "boxes"}, "logits")
            .output("logits", -1, 4, 192)
            .build();
    TinyHub.write(folder, "model.onnx", detector, "{}");
    assertRefused("\"logits\" is FLOAT[N, 4, 192]", "expected FLOAT or FLOAT16 [N, classes]");
    byte[] map =
        new TinyOnnx()
            .input("input_1", -1, 16, 16, 3)
            .node("Relu", new String[] {"input_1"}, "last_hidden_state")
            .output("last_hidden_state", -1, 16, 16, 3)
            .build();
    TinyHub.write(folder, "model.onnx", map, "{}");
    assertRefused("\"last_hidden_state\" is a map", "export it with pooled features");
    TinyHub.write(folder, "model.onnx", TinyText.graph(-1), "{}");
    assertRefused("[input_ids]");
    TinyHub.write(folder, "model.onnx", TinyHub.channelsLast(1), "{}");
    Files.writeString(
        folder.resolve("preprocessor_config.json"), TinyModel.PREPROCESSING.replace("16", "32"));
    assertRefused("[1, 16, 16, 3]", "[1, 32, 32, 3]", "mend its size");
  }

  @Test
  void aMissingTokenizerIsNamedWhenTextIsAskedFor() throws IOException {
    for (Path each : List.of(folder.resolve("pair"), folder.resolve("both"))) {
      if (each.endsWith("pair")) {
        TinyHub.pair(each);
      } else {
        TinyHub.both(each);
      }
      Files.delete(each.resolve("tokenizer.json"));
      try (Model model = Model.open(each)) {
        assertThat(model.readsText()).isFalse();
        assertThatThrownBy(model::textEncoder)
            .isInstanceOf(ModelException.class)
            .hasMessageContaining("has no tokenizer.json beside it: copy it");
      }
    }
  }

  private void config(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
  }

  private Fingerprint fingerprint() throws IOException {
    try (Model model = Model.open(folder)) {
      return model.fingerprint();
    }
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> Model.open(folder).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContainingAll(parts);
  }

  private static Prediction predict(Model model, RgbImage... pictures) throws IOException {
    return model
        .predict(List.of(pictures).stream().map(model.preprocessing()::apply).toList())
        .get(0);
  }

  private static void assertVector(float[] vector, float... expected) {
    assertThat(vector).containsExactly(expected, within(1e-4f));
  }

  private static RgbImage plain(int r, int g, int b) {
    byte[] rgb = new byte[16 * 16 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) r;
      rgb[i + 1] = (byte) g;
      rgb[i + 2] = (byte) b;
    }
    return new RgbImage(16, 16, rgb);
  }

  /** Black with a white pixel. */
  private static RgbImage spotted() {
    byte[] rgb = new byte[16 * 16 * 3];
    rgb[0] = rgb[1] = rgb[2] = (byte) 255;
    return new RgbImage(16, 16, rgb);
  }
}
