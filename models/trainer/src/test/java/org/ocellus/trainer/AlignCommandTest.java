package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;

class AlignCommandTest {
  private static final Path PINHOLE = Path.of("../pinhole/model");
  private static final Map<String, Color> COLOURS =
      Map.of("red", Color.RED, "green", Color.GREEN, "blue", Color.BLUE, "white", Color.WHITE);

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void discsOfFourColours() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder manifest = new StringBuilder();
    for (String split : List.of("train", "dev", "test")) {
      for (int i = 0; i < (split.equals("train") ? 12 : 2); i++) {
        for (Map.Entry<String, Color> colour : COLOURS.entrySet()) {
          String name = split + "-" + colour.getKey() + "-" + i + ".png";
          draw(folder.resolve(name), colour.getValue(), random);
          manifest.append(
              """
              {"path": "%s", "split": "%s", "captions": ["a %s ball", "something round and %s"]}
              """
                  .formatted(name, split, colour.getKey(), colour.getKey()));
        }
      }
    }
    Files.writeString(folder.resolve("captions.jsonl"), manifest);
  }

  @Test
  void aSentenceFindsPicturesThatNobodyCaptioned() throws Exception {
    assertThat(align(PINHOLE, folder.resolve("aligned"))).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("epoch 60/60  loss ")
        .contains("| 16 | 8 | ")
        .contains("model in " + folder.resolve("aligned"));
    assertThat(folder.resolve("aligned/README.md")).content().contains("## Sentences");
    try (Model before = Model.open(PINHOLE);
        Model model = Model.open(folder.resolve("aligned"))) {
      assertThat(model.alignsPicturesWithText()).isTrue();
      for (String colour : COLOURS.keySet()) {
        Tensor input =
            model
                .preprocessing()
                .apply(new ImageDecoder().decode(folder.resolve("test-" + colour + "-0.png")));
        var prediction = model.predict(List.of(input)).getFirst();
        assertThat(prediction.embedding())
            .isEqualTo(before.predict(List.of(input)).getFirst().embedding());
        float[] picture = Objects.requireNonNull(prediction.textEmbedding());
        assertThat(nearest(model, picture)).isEqualTo(colour);
      }
    }
  }

  @Test
  void aStudentReadsTheSentencesOfATeacherThatDoes() throws Exception {
    assertThat(align(PINHOLE, folder.resolve("aligned"))).as(err.toString()).isZero();

    assertThat(student("aligned", 256)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("text cosine");

    try (Model model = Model.open(folder.resolve("student"))) {
      assertThat(model.alignsPicturesWithText()).isTrue();
      for (String colour : COLOURS.keySet()) {
        Tensor input =
            model
                .preprocessing()
                .apply(new ImageDecoder().decode(folder.resolve("test-" + colour + "-0.png")));
        float[] picture =
            Objects.requireNonNull(model.predict(List.of(input)).getFirst().textEmbedding());
        assertThat(nearest(model, picture)).isEqualTo(colour);
      }
    }
  }

  @Test
  void aTeacherWithoutTheSentencesThatARecipeWantsIsRefused() throws Exception {
    Path plain = PINHOLE.toAbsolutePath();
    assertThat(student(plain.toString(), 256)).isEqualTo(1);
    assertThat(align(PINHOLE, folder.resolve("aligned"))).isZero();
    assertThat(student("aligned", 100)).isEqualTo(1);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("the teacher " + plain + " reads no sentences")
                    .contains("./ocellus align"),
            second ->
                assertThat(second).contains("make 'dimension' of 'textEmbedding' 256, not 100"));
  }

  /** Trains a small network by a teacher. */
  private int student(String teacher, int dimension) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("student.yaml"),
            """
            name: student
            summary: Sees colours.
            network:
              resnet:
                inputSize: 16
                stem: {channels: 8, kernel: 3, stride: 1}
                stages: [{channels: 16, blocks: 1, stride: 2}, {channels: 32, blocks: 1, stride: 2}]
            preprocessing: {size: {height: 16, width: 16}, do_center_crop: false}
            cacheSize: 64
            sources: [{name: discs, about: self-made, pictures: .}]
            validation: 0.1
            task:
              distillation:
                teacher: "%s"
                crops: 1
                textEmbedding:
                  dimension: %d
                  weight: 2
                  captions: {manifest: captions.jsonl, split: train, weight: 1}
            training:
              epochs: 60
              batch: 16
              optimiser:
                adamw: {beta1: 0.9, beta2: 0.999, weightDecay: 0.01}
              schedule:
                oneCycle: {peak: 0.01, warmUp: 0.2}
              precision: float32
              threads: 1
              seed: 1
            """
                .formatted(teacher, dimension));
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "train",
            recipe.toString(),
            "--data",
            folder.toString(),
            "--out",
            folder.resolve("student").toString());
  }

  @Test
  void whatCannotBeAlignedIsSaidInOneLine() throws IOException {
    assertThat(align(PINHOLE, PINHOLE)).isEqualTo(1);
    assertThat(align(folder, folder.resolve("aligned"))).isEqualTo(1);
    Path manifest = folder.resolve("captions.jsonl");
    Files.writeString(manifest, Files.readString(manifest).replace(".png", ".gone"));
    assertThat(align(PINHOLE, folder.resolve("aligned"))).isEqualTo(1);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("the new model needs a folder of its own"),
            second -> assertThat(second).contains("model folder " + folder),
            third -> assertThat(third).contains("captioned pictures can be read, such as "));
  }

  private static String nearest(Model model, float[] picture) throws IOException {
    String nearest = "";
    double greatest = Double.NEGATIVE_INFINITY;
    for (String colour : COLOURS.keySet()) {
      float[] sentence = model.textEncoder().embed(List.of("a " + colour + " ball")).getFirst();
      double dot = 0;
      double square = 0;
      for (int i = 0; i < sentence.length; i++) {
        dot += sentence[i] * picture[i];
        square += sentence[i] * sentence[i];
      }
      if (dot / Math.sqrt(square) > greatest) {
        greatest = dot / Math.sqrt(square);
        nearest = colour;
      }
    }
    return nearest;
  }

  private int align(Path model, Path to) {
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "align",
            model.toString(),
            "--captions",
            folder.resolve("captions.jsonl").toString(),
            "--epochs",
            "60",
            "--out",
            to.toString());
  }

  private static void draw(Path file, Color colour, SplittableRandom random) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    int size = random.nextInt(30, 50);
    graphics.fillOval(random.nextInt(64 - size), random.nextInt(64 - size), size, size);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }
}
