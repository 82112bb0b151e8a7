package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.RgbImage;

class ModelTest {
  @TempDir Path folder;

  @Test
  void anEmbeddingIsWhatTheNetworkComputesFromThePreprocessedPicture() throws IOException {
    RgbImage picture = noise(1);
    try (Model model = Model.open(TinyModel.write(folder))) {
      float[] embedding = model.encoder().embed(List.of(picture)).get(0);
      assertThat(embedding).hasSize(48);
      for (int channel = 0; channel < 3; channel++) {
        for (int cell = 0; cell < 16; cell++) {
          assertThat(embedding[channel * 16 + cell])
              .isCloseTo(mean(picture, channel, cell), within(1e-6f));
        }
      }
    }
  }

  @Test
  void itsGraphIsTheFileInTheFolder() throws IOException {
    try (Model model = Model.open(TinyModel.write(folder))) {
      assertThat(model.graph()).isEqualTo(Files.readAllBytes(folder.resolve("model.onnx")));
    }
  }

  @Test
  void aBatchGivesTheSameAsOneByOne() throws IOException {
    List<RgbImage> pictures = List.of(noise(1), noise(2), noise(3));
    try (Model model = Model.open(TinyModel.write(folder))) {
      List<float[]> together = model.encoder().embed(pictures);
      for (int i = 0; i < pictures.size(); i++) {
        assertThat(together.get(i))
            .containsExactly(model.encoder().embed(List.of(pictures.get(i))).get(0), within(1e-6f));
      }
    }
  }

  @Test
  void aNetworkOfFixedBatchOneTakesAnyNumberOfPictures() throws IOException {
    TinyModel.write(folder, TinyModel.graph(1), TinyModel.PREPROCESSING, TinyModel.CONFIG);
    RgbImage second = noise(2);
    try (Model model = Model.open(folder)) {
      List<float[]> embeddings = model.encoder().embed(List.of(noise(1), second, noise(3)));
      assertThat(embeddings).hasSize(3);
      assertThat(embeddings.get(1)[0]).isCloseTo(mean(second, 0, 0), within(1e-6f));
    }
  }

  @Test
  void noPicturesGiveNoEmbeddings() throws IOException {
    try (Model model = Model.open(TinyModel.write(folder))) {
      assertThat(model.encoder().embed(List.of())).isEmpty();
    }
  }

  @Test
  void theLikeliestClassComesFirstAndProbabilitiesAreASoftmax() throws IOException {
    try (Model model = Model.open(TinyModel.write(folder))) {
      List<Label> labels = model.classifier().classify(List.of(plain(255, 51, 0)), 3).get(0);
      assertThat(labels).extracting(Label::name).containsExactly("red, rouge", "green", "blue");
      double sum = Math.exp(10) + Math.exp(2) + 1;
      assertThat(labels.get(0).probability())
          .isCloseTo((float) (Math.exp(10) / sum), within(1e-6f));
      assertThat(labels.get(1).probability()).isCloseTo((float) (Math.exp(2) / sum), within(1e-6f));
    }
  }

  @Test
  void itTellsTheNamesOfItsClassesByNumber() throws IOException {
    try (Model model = Model.open(TinyModel.write(folder))) {
      assertThat(model.classNames()).containsExactly("red, rouge", "green", "blue");
    }
  }

  @Test
  void topOfZeroIsRefused() throws IOException {
    try (Model model = Model.open(TinyModel.write(folder))) {
      assertThatThrownBy(() -> model.classifier().classify(List.of(noise(1)), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("k must be >= 1, got 0");
    }
  }

  @Test
  void manyThreadsMayUseOneModelAtOnce() throws Exception {
    try (Model model = Model.open(TinyModel.write(folder));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> runs = new ArrayList<>();
      for (int seed = 0; seed < 64; seed++) {
        RgbImage picture = noise(seed);
        runs.add(
            threads.submit(
                () ->
                    Math.abs(
                            model.encoder().embed(List.of(picture, picture)).get(1)[5]
                                - mean(picture, 0, 5))
                        < 1e-6));
      }
      for (Future<Boolean> run : runs) {
        assertThat(run.get()).isTrue();
      }
    }
  }

  @Test
  void aClosedModelSaysSoAndClosesTwice() throws IOException {
    Model model = Model.open(TinyModel.write(folder));
    model.close();
    model.close();
    assertThatThrownBy(() -> model.encoder().embed(List.of(noise(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  /** ONNX Runtime 1.29 recurses over the command line: it took the JVM down with it. */
  @Test
  void aProcessWithALongCommandLineOpensAModel() throws Exception {
    TinyModel.write(folder);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenModel.class.getName(),
                folder.toString(),
                "x".repeat(120_000),
                "y".repeat(120_000))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** Opens the model named first. */
  static final class OpenModel {
    private OpenModel() {}

    public static void main(String[] args) throws IOException {
      Model.open(Path.of(args[0])).close();
    }
  }

  @Test
  void labelsAndWhiteSpaceDoNotChangeTheFingerprint() throws IOException {
    Fingerprint original = fingerprint(TinyModel.PREPROCESSING, TinyModel.CONFIG);
    assertThat(
            fingerprint(
                TinyModel.PREPROCESSING.replace(":", " :\n "),
                TinyModel.CONFIG.replace("green", "grass green")))
        .isEqualTo(original);
  }

  @Test
  void whatChangesVectorsChangesTheFingerprint() throws IOException {
    Fingerprint original = fingerprint(TinyModel.PREPROCESSING, TinyModel.CONFIG);
    assertThat(
            fingerprint(
                TinyModel.PREPROCESSING.replace("\"resample\": 2", "\"resample\": 3"),
                TinyModel.CONFIG))
        .isNotEqualTo(original);
    TinyModel.write(folder, TinyModel.graph(1), TinyModel.PREPROCESSING, TinyModel.CONFIG);
    try (Model model = Model.open(folder)) {
      assertThat(model.fingerprint()).isNotEqualTo(original);
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertRefused(folder.resolve("nothing"), "no model folder at", "nothing");
  }

  @Test
  void aFolderWithoutANetworkSaysWhatItNeeds() throws IOException {
    Files.delete(TinyModel.write(folder).resolve("model.onnx"));
    assertRefused(folder, "has no network", "model.onnx");
  }

  @Test
  void aFolderWithoutPreprocessingSaysWhy() throws IOException {
    Files.delete(TinyModel.write(folder).resolve("preprocessor_config.json"));
    assertRefused(folder, "no preprocessor_config.json", "copy it");
  }

  @Test
  void aFileThatIsNoNetworkIsRefused() throws IOException {
    TinyModel.write(folder, new byte[] {1, 2, 3}, TinyModel.PREPROCESSING, TinyModel.CONFIG);
    assertRefused(folder, "cannot read its network");
  }

  @Test
  void brokenConfigurationIsNamed() throws IOException {
    TinyModel.write(folder, TinyModel.graph(-1), TinyModel.PREPROCESSING, "{\"id2label\": ");
    assertRefused(folder, "config.json is not JSON");
    TinyModel.write(folder, TinyModel.graph(-1), "{\"do_resize\": 7}", TinyModel.CONFIG);
    assertRefused(folder, "preprocessor_config.json", "do_resize");
  }

  @Test
  void anOutputThatDoesNotExistIsNamedBesideThoseThatDo() throws IOException {
    TinyModel.write(
        folder,
        TinyModel.graph(-1),
        TinyModel.PREPROCESSING,
        TinyModel.CONFIG.replace("\"embedding\": \"embedding\"", "\"embedding\": \"features\""));
    assertRefused(folder, "\"features\"", "[embedding, logits]");
  }

  @Test
  void anOutputThatIsNoEmbeddingIsRefused() throws IOException {
    byte[] map =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .node("Relu", new String[] {"pixel_values"}, "embedding")
            .output("embedding", -1, 3, 16, 16)
            .build();
    TinyModel.write(folder, map, TinyModel.PREPROCESSING, "{}");
    assertRefused(folder, "no vector a picture", "[N, 3, 16, 16]");
  }

  @Test
  void anotherDimensionThanPromisedIsRefused() throws IOException {
    TinyModel.write(
        folder,
        TinyModel.graph(-1),
        TinyModel.PREPROCESSING,
        TinyModel.CONFIG.replace("\"dimension\": 48", "\"dimension\": 64"));
    assertRefused(folder, "dimension 64", "has 48");
  }

  @Test
  void anInputOfAnotherSizeThanThePreprocessingMakesIsRefused() throws IOException {
    TinyModel.write(
        folder, TinyModel.graph(-1), TinyModel.PREPROCESSING.replace("16", "32"), TinyModel.CONFIG);
    assertRefused(folder, "[N, 3, 16, 16]", "[N, 3, 32, 32]");
  }

  @Test
  void aNumberOfNamesThatDoesNotFitTheClassesIsRefused() throws IOException {
    TinyModel.write(
        folder,
        TinyModel.graph(-1),
        TinyModel.PREPROCESSING,
        TinyModel.CONFIG.replace(", \"2\": \"blue\"", ""));
    assertRefused(folder, "names 2 classes", "has 3");
  }

  @Test
  void aModelWithoutClassesSaysSoWhenAsked() throws IOException {
    byte[] encoder =
        new TinyOnnx()
            .input("pixel_values", -1, 3, 16, 16)
            .node("Flatten", new String[] {"pixel_values"}, "image_embeds")
            .output("image_embeds", -1, 768)
            .build();
    TinyModel.write(folder, encoder, TinyModel.PREPROCESSING, "{}");
    try (Model model = Model.open(folder)) {
      assertThat(model.classifies()).isFalse();
      assertThat(model.dimension()).isEqualTo(768);
      assertThatThrownBy(model::classifier).hasMessageContaining("has no logits output");
    }
  }

  private Fingerprint fingerprint(String preprocessing, String config) throws IOException {
    TinyModel.write(folder, TinyModel.graph(-1), preprocessing, config);
    try (Model model = Model.open(folder)) {
      return model.fingerprint();
    }
  }

  private static void assertRefused(Path folder, String... parts) {
    assertThatThrownBy(() -> Model.open(folder).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(parts);
  }

  /** The mean of one channel over one 4 × 4 cell, in [0, 1]. */
  private static float mean(RgbImage picture, int channel, int cell) {
    int sum = 0;
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int pixel = (cell / 4 * 4 + y) * 16 + cell % 4 * 4 + x;
        sum += picture.rgb()[pixel * 3 + channel] & 0xFF;
      }
    }
    return sum / 16f / 255f;
  }

  private static RgbImage noise(int seed) {
    byte[] rgb = new byte[16 * 16 * 3];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(16, 16, rgb);
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
}
