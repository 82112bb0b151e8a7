package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final int SIDE = 32;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void pictures() throws Exception {
    ToyPictures.write(folder.resolve("shapes"), 1);
  }

  @Test
  void theShippedModelIsExplainedInSevenPictures() throws Exception {
    assertThat(explain(picture("disk"))).as(err.toString()).isZero();

    List<String> files =
        List.of(
            "kernels.png",
            "features-1.png",
            "features-2.png",
            "features-3.png",
            "features-4.png",
            "features-5.png",
            "occlusion.png");
    assertThat(out.toString().lines())
        .containsExactlyElementsOf(
            files.stream().map(file -> folder.resolve("out").resolve(file).toString()).toList());
    for (String file : files) {
      assertThat(ImageIO.read(folder.resolve("out").resolve(file).toFile()).getWidth())
          .as(file)
          .isGreaterThan(1000);
    }
  }

  @Test
  void aSecondPictureAsksWhatMakesTheTwoSimilar() {
    assertThat(explain(picture("disk"), picture("level"))).as(err.toString()).isZero();

    assertThat(folder.resolve("out/occlusion.png")).isNotEmptyFile();
  }

  @Test
  void aModelThatOnlyEmbedsIsExplainedByWhatTurnsItsEmbedding() throws Exception {
    Path model = embedding("embedding");

    assertThat(explain("--model", model.toString(), picture("disk"))).as(err.toString()).isZero();

    assertThat(folder.resolve("out/occlusion.png")).isNotEmptyFile();
  }

  @Test
  void aModelThatOnlyClassifiesComparesPicturesByItsScores() throws Exception {
    Path model = embedding("logits");

    assertThat(explain("--model", model.toString(), picture("disk"), picture("level")))
        .as(err.toString())
        .isZero();

    assertThat(folder.resolve("out/occlusion.png")).isNotEmptyFile();
  }

  @Test
  void whatCannotBeReadIsNamedInOneLine() throws Exception {
    Path text = Files.writeString(folder.resolve("letter.jpg"), "Dear Sir or Madam");

    assertThat(explain(text.toString())).isEqualTo(1);
    assertThat(explain(folder.resolve("nowhere.jpg").toString())).isEqualTo(1);
    assertThat(explain("--model", folder.resolve("nowhere").toString(), picture("disk")))
        .isEqualTo(1);

    assertThat(err.toString().lines())
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).contains("letter.jpg"),
            second -> assertThat(second).startsWith("there is no file ").endsWith("nowhere.jpg"),
            third -> assertThat(third).startsWith("no model folder at "));
  }

  private Path embedding(String output) throws Exception {
    return SmallModel.write(
        folder.resolve("model"),
        SmallModel.weighted(
            output,
            SIDE,
            SmallModel.random(3 * SIDE * SIDE, 1),
            SmallModel.random(3 * SIDE * SIDE, 2)),
        SIDE);
  }

  private String picture(String shape) {
    return folder.resolve("shapes").resolve(shape).resolve("0.png").toString();
  }

  private int explain(String... arguments) {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
