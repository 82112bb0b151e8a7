package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.ocellus.image.Tensor;
import org.ocellus.model.Caption;
import org.ocellus.model.Generation;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.trainer.caption.Words;

class TrainCaptionerCommandTest {
  private static final String RECIPE =
      """
      name: toy
      summary: Tells three shapes.
      limits: [Anything else.]
      encoder: encoder
      captions:
        {manifest: captions.jsonl, about: self-made, training: train, development: dev, minimum: 1,
         longest: 6}
      decoder: {width: 16, heads: 2, layers: 2, feedForward: 32, dropout: 0.1}
      labelSmoothing: 0.05
      patience: 20
      generation: {beams: 2, lengthPenalty: 1}
      training:
        epochs: 12
        batch: 8
        optimiser: {adamw: {beta1: 0.9, beta2: 0.98, weightDecay: 0.01, clip: 1}}
        schedule: {oneCycle: {peak: 0.01, warmUp: 0.2}}
        averaging: 0.9
        precision: float32
        threads: 1
        seed: 3
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void data() throws Exception {
    ToyCaptions.write(folder.resolve("data"));
    Files.writeString(folder.resolve("toy.yaml"), RECIPE);
  }

  @Test
  void oneCommandMakesAFolderThatCaptionsPictures() throws Exception {
    assertThat(train()).as(err.toString()).isZero();

    Path model = folder.resolve("model");
    assertThat(out.toString())
        .contains("looked at 48 of 48, 0 bad", "48 pictures, 15 tokens", "CIDEr-D");
    assertThat(Files.readString(model.resolve("README.md")))
        .contains("# toy", "`encoder_model.onnx`", "| CIDEr-D |", "- Anything else.");
    int right = 0;
    try (ImageCaptioner captioner = ImageCaptioner.open(model, 1)) {
      assertThat(captioner.generation()).isEqualTo(new Generation(2, 1, 8));
      for (String shape : ToyPictures.SHAPES) {
        String plain = String.join(" ", Words.of(ToyCaptions.SENTENCES.get(shape)));
        for (int i = 0; i < 8; i++) {
          Path picture = folder.resolve("data/shapes/" + shape + "/" + i + ".png");
          Tensor pixels = captioner.preprocessing().apply(new ImageDecoder().decode(picture));
          Caption caption = captioner.caption(List.of(pixels)).getFirst();
          right += String.join(" ", Words.of(caption.text())).equals(plain) ? 1 : 0;
        }
      }
    }
    assertThat(right).isGreaterThan(20);
  }

  @Test
  void whatCannotBeSeenWithIsNamed() throws Exception {
    Files.delete(folder.resolve("data/encoder/model.onnx"));

    assertThat(train()).isEqualTo(1);

    assertThat(err.toString())
        .contains("cannot see with the encoder " + folder.resolve("data/encoder"));
  }

  @Test
  void aRecipeWithAMisspeltPropertyIsRefusedByItsLine() throws Exception {
    Files.writeString(folder.resolve("toy.yaml"), RECIPE.replace("patience", "patients"));

    assertThat(train()).isEqualTo(1);

    assertThat(err.toString()).contains("toy.yaml", "line 10", "patience");
  }

  @Test
  void aCheckpointToStartFromThatIsNotThereIsNamed() {
    String missing = folder.resolve("missing.pt").toString();

    assertThat(train("--from", missing)).isEqualTo(1);

    assertThat(err.toString()).contains("cannot read the checkpoint " + missing);
    assertThat(out.toString()).doesNotContain("looked at");
  }

  @Test
  void whatCannotWriteYetIsNotLetLearnByItsOwnSentences() throws Exception {
    String own =
        RECIPE.replace("labelSmoothing: 0.05", "labelSmoothing: 0\nselfCritical: {samples: 2}");
    Files.writeString(folder.resolve("toy.yaml"), own);

    assertThat(train()).isEqualTo(1);

    assertThat(err.toString()).contains("start --from the checkpoint.pt of one");
  }

  private int train(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "train-captioner",
                folder.resolve("toy.yaml").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--out",
                folder.resolve("model").toString()));
    line.addAll(List.of(more));
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }
}
