package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

/** A captioner that calls what is red a dog and what is green a cat. */
class CaptioningTest {
  @TempDir Path folder;
  private Path red;
  private Path green;

  @BeforeEach
  void draw() throws IOException {
    red = Shell.plain(folder.resolve("photos/red.png"), 255, 0, 0);
    green = Shell.plain(folder.resolve("photos/green.png"), 0, 255, 0);
  }

  @Test
  void eachPictureIsPrintedWithItsSentence() {
    Result result = Shell.run("caption", red, green, "--model", Shell.captioner(), "--json");

    assertThat(result.code()).as(result.err()).isZero();
    List<JsonNode> lines = result.json();
    assertThat(lines)
        .extracting(line -> line.get("caption").asText())
        .containsExactly("a dog", "a cat");
    assertThat(lines.get(0).get("path").asText()).isEqualTo(red.toString());
    assertThat(lines.get(0).get("confidence").asDouble()).isBetween(0.5, 1.0);
    assertThat(Shell.run("caption", red, "--model", Shell.captioner(), "--beams", 1).out())
        .contains(red.toString(), "a dog");
  }

  @Test
  void picturesThatNobodyDescribedAreFoundByTheNetworksSentence() {
    Path index = folder.resolve("index");
    Result indexed = index(index, Shell.captioner(), "--caption", "--label-threshold", 2);

    assertThat(indexed.code()).as(indexed.err()).isZero();
    Result cats = Shell.run("search", "--index", index, "text:cats");
    assertThat(cats.out()).contains("green.png", "a cat (predicted)").doesNotContain("red.png");
    assertThat(Shell.run("search", "--index", index, "red").out()).doesNotContain("red.png");
  }

  @Test
  void aCaptionerMayLieInAnotherFolderThanTheModel() {
    Path index = folder.resolve("index");
    Result indexed = index(index, Shell.model(), "--captioner", Shell.captioner());

    assertThat(indexed.code()).as(indexed.err()).isZero();
    assertThat(Shell.run("search", "--index", index, "text:dog").out()).contains("red.png");
  }

  @Test
  void aModelThatWritesNoCaptionsIsNamedBeforeAPictureIsRead() {
    Path index = folder.resolve("index");
    Result result = index(index, Shell.model(), "--caption");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("tiny", "encoder_model.onnx");
    assertThat(index).doesNotExist();
    Result caption = Shell.run("caption", red, "--model", Shell.model());
    assertThat(caption.code()).isEqualTo(3);
    assertThat(caption.err()).contains("encoder_model.onnx");
  }

  @Test
  void numbersOutOfRangeAreWrongUse() {
    Result result = Shell.run("caption", red, "--model", Shell.captioner(), "--beams", 0);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("beams must be >= 1");
  }

  private Result index(Path index, Object model, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("index", folder.resolve("photos")));
    arguments.addAll(List.of("--index", index, "--model", model));
    arguments.addAll(List.of(more));
    return Shell.run(arguments.toArray());
  }
}
