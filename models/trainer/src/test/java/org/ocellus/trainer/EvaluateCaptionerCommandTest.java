package org.ocellus.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionNetwork;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.export.CaptionerCard;
import org.ocellus.trainer.export.CaptionerFolder;
import org.ocellus.trainer.training.EpochMetrics;

class EvaluateCaptionerCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A captioner that has learned nothing. */
  @BeforeEach
  void captioner() throws Exception {
    ToyCaptions.write(folder);
    CaptionerRecipe recipe = ToyCaptions.recipe(1, 1, 0.01);
    CaptionData data = ToyCaptions.data(recipe, folder);
    try (CaptionNetwork network =
        new CaptionNetwork(
            recipe.decoder(),
            data.encoder().planes().channels(),
            data.encoder().planes().area(),
            data.vocabulary().size(),
            recipe.positions(),
            1)) {
      EpochMetrics epoch = new EpochMetrics(1, 1, Map.of(), Map.of(), 1, 1);
      new CaptionerFolder(folder.resolve("model"))
          .write(network, new CaptionerCard(recipe, "", data, List.of(epoch)));
    }
  }

  @Test
  void eachSearchIsARowOfScoresAndAPageShowsTwentyPictures() throws Exception {
    Path page = folder.resolve("page.html");

    int code = evaluate("--split", "dev", "--beams", "1,3", "--page", page.toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("| greedy | 24 | "))
        .anyMatch(line -> line.startsWith("| 3 beams, length penalty 1.0 | 24 | "));
    String html = Files.readString(page);
    assertThat(html.split("<figure>", -1)).hasSize(21);
    assertThat(html).contains("Some stripes lie level.", "seed 1");
    Files.delete(page);
    evaluate("--split", "dev", "--beams", "3", "--page", page.toString());
    assertThat(page).hasContent(html);
  }

  @Test
  void picturesThatCannotBeReadAreNamedAndLeftOut() throws Exception {
    Files.writeString(folder.resolve("shapes/disk/0.png"), "no picture");

    assertThat(evaluate("--split", "dev")).isZero();

    assertThat(err.toString()).contains("skipped ").contains("0.png");
    assertThat(out.toString()).contains("| 23 | ");
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(evaluate("--split", "none")).isEqualTo(1);
    assertThat(err.toString()).contains("no picture of split \"none\"");
    assertThat(evaluate("--split", "dev", "--beams", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("beams must be >= 1, got 0");
  }

  private int evaluate(String... more) {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "evaluate-captioner";
    arguments[1] = folder.resolve("model").toString();
    arguments[2] = folder.resolve("captions.jsonl").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return TrainerCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
