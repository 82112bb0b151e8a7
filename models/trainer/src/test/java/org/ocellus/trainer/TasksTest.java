package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.model.Model;

/** Each task of a recipe, from the command to what the model folder's graph says. */
class TasksTest {
  private static final String RECIPE =
      """
      name: toy
      summary: A toy.
      network:
        resnet:
          inputSize: 16
          stem: {channels: 8, kernel: 3, stride: 1}
          stages: [{channels: 8, blocks: 1, stride: 2}, {channels: 16, blocks: 1, stride: 2}]
      preprocessing:
        {size: {shortest_edge: 16}, crop_size: {height: 16, width: 16},
         do_rescale: true, rescale_factor: 0.00392156862745098}
      sources: [%s]
      validation: %s
      task: %s
      training:
        epochs: 12
        batch: 16
        optimiser:
          adamw: {beta1: 0.9, beta2: 0.999, weightDecay: 0.01}
        schedule:
          cosine: {peak: 0.01, warmUp: 0.1}
        averaging: 0.9
        precision: float32
        threads: 1
        seed: 1
      """;

  private static final String SHAPES = "{name: shapes, about: self-made, folders: shapes}";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  @Test
  void regressionSaysContinuousValuesInTheirOwnUnits() throws Exception {
    greys(200);
    String source =
        "{name: greys, about: self-made, manifest: greys.csv, targets: [grey, distance]}";

    train(RECIPE.formatted(source, "0.2", "{regression: {huber: 1}}"));

    assertThat(lastLine()).containsPattern("r2 0\\.9\\d+  rmse ");
    assertThat(out.toString()).contains("r2 grey 0.9", "r2 distance 0.9");
    assertThat(folder.resolve("model/config.json"))
        .content()
        .contains("\"targets\" : [ \"grey\", \"distance\" ]");
    float[] said = values(0.6f);
    assertThat(said[0]).isBetween(0.5f, 0.7f);
    assertThat(said[1]).isBetween(1050f, 1150f);
  }

  @Test
  void metricLearningFindsTheLikeOfLabelsItNeverSaw() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 60);
    String task = "{embedding: {proxyAnchor: {alpha: 32, margin: 0.1}}}";

    train(RECIPE.formatted(SHAPES, "{labels: [disk, level]}", task));

    assertThat(out.toString()).contains("held out:  recall@1 0.9");
    try (Model model = Model.open(folder.resolve("model"), 1)) {
      assertThat(model.classifies()).isFalse();
      assertThat(model.dimension()).isEqualTo(16);
    }
    assertThat(folder.resolve("model/README.md")).content().contains("all of disk, level");
  }

  @Test
  void supervisedContrastiveLearningFindsTheLikeOfHeldOutPictures() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 60);
    String task = "{embedding: {supervisedContrastive: {temperature: 0.1}}}";

    train(RECIPE.formatted(SHAPES, "0.3", task));

    assertThat(out.toString()).contains("held out:  recall@1 0.9");
  }

  @Test
  void distillationLearnsWhereATeacherPlacesPictures() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 240);
    Path teacher = Path.of("../pinhole/model").toAbsolutePath();
    String task = "{distillation: {teacher: '%s', crops: 2, relational: 1, labels: 0.5}}";

    train(RECIPE.formatted(SHAPES, "0.3", task.formatted(teacher)), "--epochs", "40");

    double first = cosine(lines().getFirst());
    double last = cosine(lines().getLast());
    assertThat(last).isGreaterThan(first + 0.1).isGreaterThan(0.5);
    assertThat(lines().getLast()).contains("accuracy ");
  }

  @Test
  void aStudentLearnsTheTeachersClasses() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 40);
    train(RECIPE.formatted(SHAPES, "0.3", "{classification: {labelSmoothing: 0.1}}"));
    Path teacher = Files.move(folder.resolve("model"), folder.resolve("teacher"));
    List<String> names = classes(teacher);
    String task =
        "{distillation: {teacher: '%s', crops: 2, relational: 1, labels: 0, logits: {weight: 1, temperature: 2, without: ['%s']}}}";

    train(RECIPE.formatted(SHAPES, "0.3", task.formatted(teacher, names.getFirst())));

    assertThat(classes(folder.resolve("model"))).isEqualTo(names.subList(1, names.size()));
    assertThat(lines().getLast()).containsPattern("cosine .*accuracy ");
  }

  @Test
  void whereOneSourceIsHeldOutTheOthersAreNotMeasured() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 10);
    ToyPictures.write(folder.resolve("data/more"), 5);
    String sources = SHAPES + ", {name: more, about: self-made, folders: more}";

    train(
        RECIPE.formatted(sources, "{source: more}", "{classification: {labelSmoothing: 0.1}}"),
        "--epochs",
        "1");

    assertThat(lastLine()).contains("accuracy ").doesNotContain("NaN", "accuracy shapes");
  }

  @Test
  void aTeacherIsAskedOnce() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 10);
    Path teacher = Path.of("../pinhole/model").toAbsolutePath();
    String task = "{distillation: {teacher: '%s', crops: 2, relational: 0, labels: 0}}";
    String recipe = RECIPE.formatted(SHAPES, "0.3", task.formatted(teacher));

    train(recipe);
    String before = out.toString();
    train(recipe, "--resume");

    assertThat(before).contains("asked the teacher about ");
    assertThat(out.toString().substring(before.length())).doesNotContain("asked the teacher");
    assertThat(folder.resolve("model/README.md")).content().contains("| cosine | ");
  }

  @Test
  void classificationIsCalibratedOnHeldOutPictures() throws Exception {
    ToyPictures.write(folder.resolve("data/shapes"), 60);

    train(RECIPE.formatted(SHAPES, "0.3", "{classification: {labelSmoothing: 0.1}}"));

    assertThat(lastLine()).containsPattern("accuracy [01]\\.\\d+  top5 1.0000  temperature 0\\.");
    assertThat(folder.resolve("model/README.md")).content().contains("| ece | 0.0");
  }

  private void train(String recipe, String... more) throws IOException {
    StringWriter err = new StringWriter();
    Path file = Files.writeString(folder.resolve("toy.yaml"), recipe);
    List<String> arguments = new ArrayList<>(List.of("train", file.toString()));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--out", folder.resolve("model").toString()));
    arguments.addAll(List.of(more));
    int code =
        TrainerCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
  }

  private static List<String> classes(Path model) throws IOException {
    try (Model opened = Model.open(model)) {
      return opened.classNames();
    }
  }

  private List<String> lines() {
    return out.toString().lines().filter(line -> line.contains("held out:")).toList();
  }

  private String lastLine() {
    return lines().getLast();
  }

  private static double cosine(String line) {
    return Double.parseDouble(line.replaceAll(".*cosine (-?[0-9.]+).*", "$1"));
  }

  /** Pictures of one grey, {@code grey} in [0, 1] and {@code distance = 500 + 1000 · grey}. */
  private void greys(int number) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    SplittableRandom random = new SplittableRandom(5);
    List<String> lines = new ArrayList<>(List.of("path,grey,distance"));
    for (int i = 0; i < number; i++) {
      int grey = random.nextInt(256);
      BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(new Color(grey, grey, grey));
      graphics.fillRect(0, 0, 16, 16);
      graphics.dispose();
      ImageIO.write(picture, "png", data.resolve(i + ".png").toFile());
      lines.add(i + ".png," + grey / 255.0 + "," + (500 + 1000 * grey / 255.0));
    }
    Files.write(data.resolve("greys.csv"), lines);
  }

  /** What the exported graph says of a picture of one grey. */
  private float[] values(float grey) throws Exception {
    float[][][][] pixels = new float[1][3][16][16];
    for (float[][] channel : pixels[0]) {
      for (float[] row : channel) {
        java.util.Arrays.fill(row, grey);
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Path graph = folder.resolve("model/model.onnx");
    try (OrtSession session = environment.createSession(graph.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, pixels);
        OrtSession.Result result = session.run(Map.of("pixel_values", input))) {
      return ((float[][]) result.get("values").orElseThrow().getValue())[0];
    }
  }
}
