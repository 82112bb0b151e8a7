package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.onnx.OnnxGraph;

/**
 * On pictures of one colour, and a network whose embedding is the colour and whose logits are 4
 * times red, green and blue.
 */
class EvaluateCommandTest {
  private static final int SIDE = 2;
  private static final String CONFIG =
      """
      {"ocellus": {"name": "colours"}, "id2label": {"0": "Red", "1": "green", "2": "blue"}}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void modelAndPictures() throws Exception {
    model("model", CONFIG, "embedding", "logits");
    picture("data/red/1.png", 255, 0, 0);
    picture("data/red/2.png", 100, 25, 0);
    picture("data/green/1.png", 0, 255, 0);
    picture("data/green/2.png", 255, 110, 0); // which looks red
  }

  @Test
  void oneJsonObjectHoldsWhatCanBeWorkedOutByHand() throws Exception {
    JsonNode json = json();

    assertThat(json.get("model").asText()).isEqualTo("colours");
    assertThat(json.get("pictures").asInt()).isEqualTo(4);
    assertThat(json.get("skipped").asInt()).isZero();
    assertThat(json.get("labels").asInt()).isEqualTo(2);
    assertThat(json.get("classified").asInt()).isEqualTo(4);
    assertThat(json.get("unknown")).isEmpty();
    assertThat(json.get("accuracy").asDouble()).isEqualTo(0.75);
    assertThat(json.get("top5").asDouble()).isEqualTo(1);
    assertThat(json.get("ece").asDouble())
        .isCloseTo(
            (2 * (1 - sure(1, 0)) + (1 - sure(100 / 255.0, 25 / 255.0)) + sure(1, 110 / 255.0)) / 4,
            offset(1e-6));
    // Green, from red, stands at 0, 14, 90 and 23 degrees.
    assertThat(json.get("recall@1").asDouble()).isEqualTo(0.5);
    assertThat(json.get("mAP").asDouble()).isCloseTo((1 + 1 / 2.0 + 1 + 1 / 3.0) / 4, offset(1e-9));
    assertThat(json.at("/pixels/recall@1").asDouble()).isEqualTo(0.25);
    assertThat(json.at("/pixels/mAP").asDouble())
        .isCloseTo((1 / 2.0 + 1 + 1 / 2.0 + 1 / 3.0) / 4, offset(1e-9));
    assertThat(json.get("queries").asInt()).isEqualTo(4);
    assertThat(json.get("gallery").asInt()).isEqualTo(4);
    assertThat(json.get("imagesPerSecond").asDouble()).isPositive();
  }

  @Test
  void peopleGetATable() {
    assertThat(evaluate("--confusion")).as(err.toString()).isZero();

    assertThat(out.toString())
        .startsWith("colours: 4 pictures with 2 labels, 0 skipped, ")
        .contains("accuracy    0.7500\n", "recall@1    0.5000   0.2500\n")
        .contains("   0 Red   1.000     0.667  2 0\n   1 green 0.500     1.000  1 1\n");
  }

  @Test
  void theConfusionMatrixIsInTheJsonWhereItIsAskedFor() throws Exception {
    assertThat(json().has("confusion")).isFalse();
    assertThat(json("--confusion").at("/confusion/counts").toString())
        .isEqualTo("[[2,0,0],[1,1,0],[0,0,0]]");
  }

  @Test
  void aBadPictureIsSkippedCountedAndNamed() throws Exception {
    Path bad = folder.resolve("data/red/3.png");
    Files.writeString(bad, "no picture");

    JsonNode json = json();

    assertThat(json.get("pictures").asInt()).isEqualTo(4);
    assertThat(json.get("skipped").asInt()).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("skipped " + bad);
  }

  @Test
  void labelsThatAreNoClassAreNamedAndCountForRetrievalAlone() throws Exception {
    picture("data/purple/1.png", 255, 0, 255);
    picture("data/purple/2.png", 250, 0, 255);

    JsonNode json = json();

    assertThat(json.get("unknown").toString()).isEqualTo("[\"purple\"]");
    assertThat(json.get("classified").asInt()).isEqualTo(4);
    assertThat(json.get("accuracy").asDouble()).isEqualTo(0.75);
    assertThat(json.get("queries").asInt()).isEqualTo(6);
    assertThat(json.get("recall@1").asDouble()).isCloseTo(4 / 6.0, offset(1e-9));
  }

  @Test
  void aGalleryIsSearchedInsteadOfTheOtherPictures() throws Exception {
    picture("gallery/red/1.png", 255, 120, 0);
    picture("gallery/green/1.png", 0, 200, 0);

    JsonNode json = json("--gallery", folder.resolve("gallery").toString(), "--no-pixels");

    assertThat(json.get("gallery").asInt()).isEqualTo(2);
    assertThat(json.get("recall@1").asDouble()).isEqualTo(0.75);
    assertThat(json.get("mAP").asDouble()).isEqualTo((1 + 1 + 1 + 0.5) / 4);
    assertThat(json.has("pixels")).isFalse();
  }

  @Test
  void onlyTheLabelsAskedForAreLookedAt() throws Exception {
    JsonNode json = json("--only", "RED");

    assertThat(json.get("pictures").asInt()).isEqualTo(2);
    assertThat(json.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(evaluate("--only", "red,pink")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "no picture of %s is labelled 'pink'; there are green, red; if these are codes, give their names with --names%n"
                .formatted(folder.resolve("data")));
  }

  @Test
  void codesAreNamedByAFile() throws Exception {
    Files.move(folder.resolve("data/red"), folder.resolve("data/n1"));
    Files.move(folder.resolve("data/green"), folder.resolve("data/n2"));
    Path names = Files.writeString(folder.resolve("words.txt"), "n1\tred\nn2\tgreen\n");

    assertThat(json().has("accuracy")).isFalse();
    assertThat(json("--names", names.toString()).get("accuracy").asDouble()).isEqualTo(0.75);
  }

  @Test
  void aModelIsMeasuredByWhatItCanDo() throws Exception {
    model("model", "{}", "embedding");
    JsonNode embeds = json();
    assertThat(embeds.has("accuracy")).isFalse();
    assertThat(embeds.get("recall@1").asDouble()).isEqualTo(0.5);
    assertThat(embeds.get("unknown")).isEmpty();

    model("model", CONFIG, "logits");
    JsonNode classifies = json();
    assertThat(classifies.get("accuracy").asDouble()).isEqualTo(0.75);
    assertThat(classifies.get("recall@1").asDouble()).isEqualTo(0.5);
  }

  /** Red and green are said as they are, 0 to 1; the errors of the former are 0, 0.2 and 0.1. */
  @Test
  void continuousValuesAreComparedWithThoseOfAManifest() throws Exception {
    model("model", "{\"ocellus\": {\"targets\": [\"r\", \"g\", \"b\"]}}", "embedding", "values");
    picture("data/3.png", 0, 0, 0);
    Path manifest = folder.resolve("data/m.csv");
    Files.writeString(
        manifest,
        """
        path,r,g,b,split
        red/1.png,1,0,0.5,test
        green/1.png,0.2,1,0.5,test
        3.png,0.1,0,0.5,test
        red/1.png,9,9,9,train
        """);

    assertThat(run("evaluate", folder + "/model", "--data", manifest.toString(), "--json"))
        .as(err.toString())
        .isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("pictures").asInt()).isEqualTo(3);
    double mean = 1.3 / 3;
    double spread = Math.pow(1 - mean, 2) + Math.pow(0.2 - mean, 2) + Math.pow(0.1 - mean, 2);
    assertThat(json.at("/targets/r/r2").asDouble())
        .isCloseTo(1 - (0.04 + 0.01) / spread, offset(1e-6));
    assertThat(json.at("/targets/r/rmse").asDouble()).isCloseTo(Math.sqrt(0.05 / 3), offset(1e-6));
    assertThat(json.at("/targets/r/mae").asDouble()).isCloseTo(0.1, offset(1e-6));
    assertThat(json.at("/targets/g/r2").asDouble()).isEqualTo(1);
    assertThat(json.at("/targets/b").has("r2")).isFalse();
    assertThat(json.get("mae").asDouble()).isCloseTo((0.1 + 0 + 0.5) / 3, offset(1e-6));
  }

  @Test
  void aManifestWithoutTheModelsValuesIsNamed() throws Exception {
    model("model", "{\"ocellus\": {\"targets\": [\"age\", \"g\", \"b\"]}}", "embedding", "values");
    Path manifest = folder.resolve("data/m.csv");
    Files.writeString(manifest, "path,r\nred/1.png,1\n");

    assertThat(run("evaluate", folder + "/model", "--data", manifest.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("m.csv line 2: its 'age' is missing");
  }

  @Test
  void theShippedModelTellsSomeToyPicturesApart() throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 10);

    assertThat(
            run(
                "evaluate",
                "../pinhole/model",
                "--data",
                folder.resolve("shapes").toString(),
                "--json"))
        .as(err.toString())
        .isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("pictures").asInt()).isEqualTo(30);
    assertThat(json.get("recall@1").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void whatIsMissingIsOneLineAndNotAStackTrace() {
    assertThat(run("evaluate", folder.resolve("no").toString(), "--data", "x")).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("no");

    assertThat(run("evaluate", folder.resolve("model").toString(), "--data", folder + "/nowhere"))
        .isEqualTo(1);
    assertThat(err.toString()).endsWith("give another --data folder or manifest\n");
  }

  /** The softmax probability of red. */
  private static double sure(double red, double green) {
    return Math.exp(4 * red) / (Math.exp(4 * red) + Math.exp(4 * green) + 1);
  }

  private JsonNode json(String... more) throws IOException {
    out.getBuffer().setLength(0);
    String[] all = Arrays.copyOf(more, more.length + 1);
    all[more.length] = "--json";
    assertThat(evaluate(all)).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    return new ObjectMapper().readTree(out.toString());
  }

  private int evaluate(String... more) {
    String[] first = {
      "evaluate", folder.resolve("model").toString(), "--data", folder.resolve("data").toString()
    };
    return run(Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private int run(String... arguments) {
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private void model(String name, String config, String... outputs) throws IOException {
    OnnxGraph graph = new OnnxGraph().input("x", -1, 3, SIDE, SIDE);
    String colour = graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of("x"))));
    for (String output : outputs) {
      float[] factor = {output.equals("logits") ? 4 : 1};
      graph.named(output, "Mul", List.of(colour, graph.constant("times." + output, factor, 1)));
      graph.output(output, -1, 3);
    }
    ModelProto model = graph.toModel(name);
    SmallModel.write(folder.resolve(name), model, SIDE);
    Files.writeString(folder.resolve(name).resolve("config.json"), config);
  }

  private void picture(String file, int red, int green, int blue) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(red, green, blue));
    graphics.fillRect(0, 0, SIDE, SIDE);
    graphics.dispose();
    ImageIO.write(picture, "png", path.toFile());
  }
}
