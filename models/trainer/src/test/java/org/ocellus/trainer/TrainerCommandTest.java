package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Label;
import org.ocellus.model.Model;
import org.ocellus.trainer.onnx.Tensors;
import org.ocellus.trainer.storage.FolderLock;

class TrainerCommandTest {
  private static final String RECIPE =
      """
      name: toy
      summary: Tells three shapes apart.
      limits: [Anything else.]
      network:
        resnet:
          inputSize: 16
          stem: {channels: 8, kernel: 3, stride: 1}
          stages: [{channels: 8, blocks: 1, stride: 2}]
      preprocessing: {size: {shortest_edge: 16}, crop_size: {height: 16, width: 16}}
      sources:
        - name: shapes
          about: self-made
          folders: shapes
          minimum: 1
          augmentation: {flip: 0.5}
      validation: 0.2
      task:
        classification: {labelSmoothing: 0}
      training:
        epochs: 1
        batch: 16
        optimiser:
          sgd: {momentum: 0.9, weightDecay: 0.0005}
        schedule:
          oneCycle: {peak: 0.05, warmUp: 0.2}
        precision: float32
        threads: 1
        seed: 1
      """;

  private static final String CLASSIFICATION = "classification: {labelSmoothing: 0}";
  private static final String EMBEDDING = "embedding: {supervisedContrastive: {temperature: 0.1}}";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void pictures() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 20);
    Files.writeString(folder.resolve("toy.yaml"), RECIPE);
  }

  @Test
  void oneCommandMakesAModelFolder() throws Exception {
    assertThat(train("--epochs", "2")).as(err.toString()).isZero();

    Path model = folder.resolve("model");
    try (OrtSession session =
        OrtEnvironment.getEnvironment().createSession(model.resolve("model.onnx").toString())) {
      assertThat(session.getInputNames()).containsExactly("pixel_values");
      assertThat(session.getOutputNames()).containsExactly("embedding", "logits");
    }
    assertThat(Preprocessing.read(model.resolve("preprocessor_config.json")).width()).isEqualTo(16);
    JsonNode config = new ObjectMapper().readTree(model.resolve("config.json").toFile());
    assertThat(config.at("/id2label/0").asText()).isEqualTo("disk");
    assertThat(config.at("/ocellus/embedding").asText()).isEqualTo("embedding");
    assertThat(config.at("/ocellus/dimension").asInt()).isEqualTo(8);
    try (Model engine = Model.open(model, 1)) {
      RgbImage picture = new ImageDecoder().decode(folder.resolve("data/shapes/disk/0.png"));
      assertThat(engine.encoder().embed(List.of(picture)).getFirst()).hasSize(8);
      assertThat(engine.classifier().classify(List.of(picture), 3).getFirst())
          .extracting(Label::name)
          .containsExactlyInAnyOrderElementsOf(ToyPictures.SHAPES);
    }
    assertThat(model.resolve("README.md"))
        .content()
        .contains(
            "# toy",
            "| shapes | 60 | 1.0 | self-made |",
            "./ocellus train toy.yaml --data DATA --out MODEL --epochs 2\n",
            "- Anything else.");
    assertThat(out.toString()).contains("epoch 2/2  loss ");
  }

  @Test
  void resumingAFinishedTrainingTrainsNoMoreButWritesTheFolderAgain() throws Exception {
    train();
    int before = out.toString().length();
    Path graph = folder.resolve("model/model.onnx");
    byte[] written = Files.readAllBytes(graph);
    Files.delete(graph);

    assertThat(train("--resume")).isZero();

    assertThat(out.toString().substring(before)).doesNotContain("held out:");
    assertThat(graph).hasBinaryContent(written);
  }

  /** With a rate so small that nothing is learned, what comes out is what was started from. */
  @Test
  void fineTuningStartsFromAModelFolder() throws Exception {
    assertThat(train("--epochs", "2")).as(err.toString()).isZero();
    Path model = folder.resolve("model");
    Path moved = Files.move(model, folder.resolve("learned"));
    Files.delete(moved.resolve("training/checkpoint.pt"));
    Files.writeString(folder.resolve("toy.yaml"), RECIPE.replaceAll("peak: [0-9.]+", "peak: 1e-9"));

    assertThat(train("--epochs", "1", "--from", moved.toString())).as(err.toString()).isZero();

    try (Model before = Model.open(moved, 1);
        Model after = Model.open(model, 1)) {
      for (String shape : ToyPictures.SHAPES) {
        Path picture = folder.resolve("data/shapes/" + shape + "/0.png");
        assertThat(difference(embed(after, picture), embed(before, picture))).isLessThan(0.1);
      }
    }
    assertThat(model.resolve("README.md")).content().contains("--epochs 1 --from learned\n");
  }

  @Test
  void whatIsResumedRemembersWhatItStartedFrom() throws Exception {
    train();
    Path model = folder.resolve("model");
    String learned = Files.move(model, folder.resolve("learned")).toString();
    Files.writeString(folder.resolve("toy.yaml"), RECIPE.replaceAll("peak: [0-9.]+", "peak: 1e-9"));
    train("--from", learned);
    // As if it had been stopped in its first epoch.
    Files.delete(model.resolve("training/checkpoint.pt"));
    Files.delete(model.resolve("training/metrics.csv"));

    assertThat(train("--resume")).as(err.toString()).isZero();

    Path picture = folder.resolve("data/shapes/disk/0.png");
    try (Model before = Model.open(Path.of(learned), 1);
        Model after = Model.open(model, 1)) {
      assertThat(difference(embed(after, picture), embed(before, picture))).isLessThan(0.1);
    }
    assertThat(model.resolve("README.md")).content().contains("--from learned\n");
    assertThat(train("--resume", "--from", "another")).isEqualTo(1);
    assertThat(err.toString()).contains("started from " + learned + "; leave --from out");
  }

  @Test
  void aModelLiesBetweenAFineTunedOneAndWhatThatStartedFrom() throws Exception {
    train();
    Path start = Files.move(folder.resolve("model"), folder.resolve("start"));
    train("--from", start.toString());
    Path tuned = folder.resolve("model");

    float[] before = constant(start);
    float[] after = constant(tuned);
    float[] between = constant(between(tuned, start, 0.25));
    assertThat(after).isNotEqualTo(before);
    for (int i = 0; i < between.length; i++) {
      assertThat(between[i]).isCloseTo(0.25f * after[i] + 0.75f * before[i], within(1e-6f));
    }
    Path picture = folder.resolve("data/shapes/disk/0.png");
    try (Model all = Model.open(between(tuned, start, 1), 1);
        Model end = Model.open(tuned, 1)) {
      assertThat(embed(all, picture)).containsExactly(embed(end, picture));
    }
    assertThat(interpolate(tuned, Path.of("../pinhole/model"), 0.5)).isEqualTo(1);
    assertThat(err.toString()).contains("give the model that it started from");
    assertThat(interpolate(tuned, start, 1.5)).isEqualTo(2);
  }

  private Path between(Path tuned, Path start, double share) {
    assertThat(interpolate(tuned, start, share)).as(err.toString()).isZero();
    return folder.resolve("between");
  }

  private int interpolate(Path tuned, Path start, double share) {
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "interpolate",
            tuned.toString(),
            "--with",
            start.toString(),
            "--share",
            Double.toString(share),
            "--out",
            folder.resolve("between").toString());
  }

  /** The kernels of the first convolution. */
  private static float[] constant(Path model) throws Exception {
    return ModelProto.parseFrom(Files.readAllBytes(model.resolve("model.onnx")))
        .getGraph()
        .getInitializerList()
        .stream()
        .filter(tensor -> tensor.getName().equals("conv1.weight"))
        .map(Tensors::floats)
        .findFirst()
        .orElseThrow();
  }

  private static float[] embed(Model model, Path picture) throws Exception {
    return model.encoder().embed(List.of(new ImageDecoder().decode(picture))).getFirst();
  }

  /** The length of the difference as a share of the second's. */
  private static double difference(float[] one, float[] other) {
    double difference = 0;
    double length = 0;
    for (int d = 0; d < other.length; d++) {
      difference += Math.pow(one[d] - other[d], 2);
      length += Math.pow(other[d], 2);
    }
    return Math.sqrt(difference / length);
  }

  @Test
  void aSignalStopsTheTrainingAndSaysHowItGoesOn() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrainerCommand.class.getName(),
                "train",
                folder.resolve("toy.yaml").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--out",
                folder.resolve("model").toString(),
                "--epochs",
                "1000000")
            .redirectErrorStream(true)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        lines.add(line);
        if (line.contains("held out:")) { // and not a line of progress within the epoch
          process.toHandle().destroy(); // whose output stays open
        }
      }
    }

    assertThat(lines).last().isEqualTo("stopped; --resume goes on");
    assertThat(folder.resolve("model/training/checkpoint.pt")).exists();
  }

  @Test
  void twoTrainingsDoNotWriteToOneFolder() {
    try (FolderLock other = new FolderLock(folder.resolve("model/training"))) {
      assertThat(train()).isEqualTo(1);
    }

    assertThat(err.toString())
        .contains("another training writes to " + folder.resolve("model/training"));
    assertThat(train()).isZero();
  }

  @Test
  void augmentationsAreDrawnWithoutTraining() throws Exception {
    Path sheet = folder.resolve("sheet.png");

    assertThat(
            run(
                "train",
                folder.resolve("toy.yaml").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--show-augmentation",
                sheet.toString()))
        .as(err.toString())
        .isZero();

    assertThat(new ImageDecoder().decode(sheet).width()).isGreaterThan(1000);
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void anEpochThatWouldShowNoPictureIsAnError() throws Exception {
    String without =
        RECIPE.replace("    folders: shapes\n", "    folders: shapes\n    weight: 0\n");
    Files.writeString(folder.resolve("toy.yaml"), without);

    assertThat(train()).isEqualTo(1);
    assertThat(err.toString()).contains("epoch 1 shows no picture; raise the 'weight'");
  }

  @Test
  void missingDataIsOneLineAndNotAStackTrace() {
    int code =
        run(
            "train",
            folder.resolve("toy.yaml").toString(),
            "--data",
            folder.resolve("nowhere").toString(),
            "--out",
            folder.resolve("model").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("source 'shapes': there is no folder");
  }

  @Test
  void lessThanOneEpochIsRefused() {
    assertThat(train("--epochs", "0")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--epochs must be >= 1, got 0");
  }

  @Test
  void anOwnHeadOfAnotherSizeThanTheLabelsIsRefused() throws Exception {
    String network =
        RECIPE.substring(RECIPE.indexOf("  resnet:"), RECIPE.indexOf("preprocessing:"));
    String own =
        """
          layers:
            input: [3, 16, 16]
            body: [global_mean]
            heads: {logits: [linear: {out: 7}]}
        """;
    Files.writeString(folder.resolve("toy.yaml"), RECIPE.replace(network, own));

    assertThat(train()).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("the recipe's head 'logits' gives 7, but there are 3 classes; end it with")
        .contains("'linear: {out: 3}'");
  }

  @Test
  void whatCanBeRefusedIsRefusedBeforePicturesAreDecoded() throws Exception {
    Path other = Files.writeString(folder.resolve("other.pt"), "no checkpoint");
    assertRefused("cannot read the checkpoint " + other, RECIPE, "--from", other.toString());
    assertRefused("cannot read the model " + folder, RECIPE, "--from", folder.toString());
    String pinhole = Path.of("../pinhole/model").toString();
    assertRefused("the model " + pinhole + " has ", RECIPE, "--from", pinhole);
    assertRefused("there is no nowhere to start from", RECIPE, "--from", "nowhere");

    assertRefused(
        "no picture is labelled 'star'",
        RECIPE.replace("0.2\ntask", "{labels: [star]}\ntask").replace(CLASSIFICATION, EMBEDDING));

    String distillation = "distillation: {teacher: nowhere, crops: 1}";
    assertRefused("cannot read the teacher", RECIPE.replace(CLASSIFICATION, distillation));

    Path checkpoint = folder.resolve("model/training/checkpoint.pt");
    Files.createDirectories(checkpoint.getParent());
    Files.writeString(checkpoint, "");
    assertRefused(checkpoint + " is of an earlier training; go on with --resume", RECIPE);
  }

  @Test
  void aBodyOfAsManyNumbersButOtherOptionsIsRefused() throws Exception {
    train();
    String learned = Files.move(folder.resolve("model"), folder.resolve("learned")).toString();

    assertRefused(
        "the model " + learned + " gives other embeddings than the recipe's network",
        RECIPE.replace("kernel: 3, stride: 1", "kernel: 3, stride: 2"),
        "--from",
        learned);
  }

  @Test
  void anotherRecipeIsNotResumedNorArePicturesDecodedForIt() throws Exception {
    assertThat(train("--cache", folder.resolve("cache").toString())).isZero();

    assertRefused("recipe or data are not", RECIPE.replace("batch: 16", "batch: 8"), "--resume");

    assertThat(err.toString()).contains("other: batch;");
  }

  @Test
  void aBadPictureIsNamedOnceWithItsReasonAndOnceInTheError() throws Exception {
    Path bad = folder.resolve("data/shapes/disk/7.png");
    Files.writeString(bad, "no picture");

    assertThat(train()).isEqualTo(1);

    assertThat(out.toString().lines())
        .filteredOn(line -> line.startsWith("left out: " + bad))
        .singleElement()
        .asString()
        .containsOnlyOnce(bad.toString())
        .contains("the content is no picture");
    assertThat(err.toString()).containsOnlyOnce(bad.toString());
  }

  private void assertRefused(String message, String recipe, String... more) throws Exception {
    err.getBuffer().setLength(0);
    Files.writeString(folder.resolve("toy.yaml"), recipe);

    assertThat(train(more)).isEqualTo(1);
    assertThat(err.toString()).startsWith(message);
    assertThat(folder.resolve("model/training/cache")).doesNotExist();
  }

  private int train(String... more) {
    String[] arguments = {
      "train",
      folder.resolve("toy.yaml").toString(),
      "--data",
      folder.resolve("data").toString(),
      "--out",
      folder.resolve("model").toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return run(all);
  }

  private int run(String... arguments) {
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
