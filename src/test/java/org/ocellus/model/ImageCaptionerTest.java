package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;

class ImageCaptionerTest {
  private static final Tensor RED = pixel(3, 0);
  private static final Tensor GREEN = pixel(0, 2);

  @TempDir private Path folder;

  private static Tensor pixel(float red, float green) {
    return new Tensor(new float[] {red, green, 0}, new long[] {1, 3, 1, 1});
  }

  @BeforeEach
  void write() throws IOException {
    TinyCaptioner.write(folder);
  }

  @Test
  void eachPictureGetsItsSentenceAndConfidence() throws Exception {
    try (ImageCaptioner captioner = ImageCaptioner.open(folder, 1)) {
      assertThat(captioner.generation()).isEqualTo(new Generation(2, 0.5, 6, 3));
      for (int beams : List.of(1, 2, 4)) {
        List<Caption> captions =
            captioner.caption(List.of(RED, GREEN, RED), captioner.generation().withBeams(beams));

        assertThat(captions).extracting(Caption::text).containsExactly("a dog", "a cat", "a dog");
        // All but one step are sure: the cube root of e³ / (e³ + 1), and of e² / (e² + 1).
        assertThat((double) captions.get(0).confidence())
            .isCloseTo(Math.cbrt(1 / (1 + Math.exp(-3))), within(1e-3));
        assertThat((double) captions.get(1).confidence())
            .isCloseTo(Math.cbrt(1 / (1 + Math.exp(-2))), within(1e-3));
        assertThat(captions.get(2)).isEqualTo(captions.get(0));
      }
      assertThat(captioner.caption(List.of())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDecoderWithPastKeysAndValuesRunsWithoutThem(boolean half) throws Exception {
    Files.delete(folder.resolve("decoder_model.onnx"));
    Files.createDirectory(folder.resolve("onnx"));
    Files.write(
        folder.resolve("onnx/decoder_model_merged" + (half ? "_fp16" : "") + ".onnx"),
        TinyCaptioner.decoder(
            (half ? TinyOnnx.half() : new TinyOnnx())
                .input("past_key_values.0.decoder.key", -1, 2, -1, 4)
                .input("past_key_values.0.decoder.value", -1, 2, -1, 4)
                .wholeInput("encoder_attention_mask", -1, -1)
                .wholeInput("attention_mask", -1, -1)
                .truthInput("use_cache_branch", 1)));

    try (ImageCaptioner captioner = ImageCaptioner.open(folder, 1)) {
      assertThat(captioner.caption(List.of(GREEN, RED)))
          .extracting(Caption::text)
          .containsExactly("a cat", "a dog");
    }
  }

  @Test
  void whatIsCutAtTheGreatestLengthIsStillSaid() throws Exception {
    try (ImageCaptioner captioner = ImageCaptioner.open(folder, 1)) {
      assertThat(captioner.caption(List.of(RED), new Generation(2, 1, 2)).getFirst().text())
          .isEqualTo("a");
      assertThatThrownBy(() -> captioner.caption(List.of(RED), new Generation(2, 1, 7)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxLength must be <= 6, the model's own, got 7");
    }
  }

  @Test
  void aPictureOfAnotherShapeIsRefused() throws Exception {
    try (ImageCaptioner captioner = ImageCaptioner.open(folder, 1)) {
      Tensor large = new Tensor(new float[12], new long[] {1, 3, 2, 2});

      assertThatThrownBy(() -> captioner.caption(List.of(large)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("picture 1 of 1 has the shape [1, 3, 2, 2]");
    }
  }

  @Test
  void aPartThatIsMissingOrWrongIsNamed() throws Exception {
    Files.writeString(folder.resolve("generation_config.json"), "{\"decoder_start_token_id\": 1}");
    assertRefused("generation_config.json does not say which token is the eos_token_id");
    Files.writeString(folder.resolve("generation_config.json"), "[]");
    assertRefused("generation_config.json is no JSON object");
    Files.writeString(
        folder.resolve("generation_config.json"),
        "{\"bos_token_id\": 1, \"eos_token_id\": 2, \"num_beams\": 0}");
    assertRefused("generation_config.json: beams must be >= 1, got 0");
    write();
    Files.delete(folder.resolve("tokenizer.json"));
    assertRefused("lacks tokenizer.json");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertRefused("its tokenizer cannot be read");
    write();
    Files.move(
        folder.resolve("decoder_model.onnx"), folder.resolve("decoder_with_past_model.onnx"));
    assertRefused("lacks decoder_model.onnx or decoder_model_merged.onnx");
    Files.copy(
        folder.resolve("encoder_model.onnx"),
        folder.resolve("decoder_model.onnx"),
        StandardCopyOption.REPLACE_EXISTING);
    assertRefused("its decoder takes [pixel_values]");
    Files.delete(folder.resolve("encoder_model.onnx"));
    assertRefused("lacks encoder_model.onnx");
    assertThatThrownBy(() -> ImageCaptioner.open(folder.resolve("none"), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no captioner at");
  }

  @Test
  void onceClosedItSaysSo() throws Exception {
    ImageCaptioner captioner = ImageCaptioner.open(folder, 1);
    captioner.close();

    assertThatThrownBy(() -> captioner.caption(List.of(RED)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ImageCaptioner.open(folder, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("captioner " + folder)
        .hasMessageContaining(message);
  }

  @Test
  void aModelHasTheCaptionerThatLiesBesideIt() throws Exception {
    Path model = TinyModel.write(folder.resolve("model"));
    try (Model alone = Model.open(model, 1)) {
      assertThat(alone.writesCaptions()).isFalse();
      assertThatThrownBy(alone::captioner)
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("tiny", "encoder_model.onnx", "train-captioner");
    }
    TinyCaptioner.beside(model);
    ImageCaptioner captioner;
    Tensor green;
    try (Model both = Model.open(model, 1)) {
      assertThat(both.writesCaptions()).isTrue();
      captioner = both.captioner();
      green = both.preprocessing().apply(new RgbImage(1, 1, new byte[] {0, (byte) 255, 0}));

      assertThat(captioner.caption(List.of(green)).get(0).text()).isEqualTo("a cat");
      assertThat(both.captioner()).isSameAs(captioner);
    }
    assertThatThrownBy(() -> captioner.caption(List.of(green)))
        .isInstanceOf(IllegalStateException.class);
  }
}
