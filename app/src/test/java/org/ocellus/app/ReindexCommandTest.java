package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

class ReindexCommandTest {
  @TempDir Path folder;

  /** The model of the tests with other preprocessing, so that its vectors are others. */
  private Path otherModel() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    try (Stream<Path> files = Files.list(Shell.model())) {
      for (Path file : files.toList()) {
        Files.copy(file, other.resolve(file.getFileName().toString()));
      }
    }
    Path preprocessing = other.resolve("preprocessor_config.json");
    Files.writeString(
        preprocessing,
        Files.readString(preprocessing).replace("\"resample\": 2", "\"resample\": 3"));
    return other;
  }

  @Test
  void anotherModelIsRememberedForTheCommandsThatFollow() throws Exception {
    Path index = Shell.colours(folder, "cosine");
    Path other = otherModel();

    Result result = Shell.run("reindex", "--index", index, "--model", other);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("4 embedded, 0 taken over, 0 without a vector in ");
    JsonNode info = Shell.run("info", "--index", index, "--json").json().get(0);
    assertThat(info.get("modelFolder").asText()).isEqualTo(other.toString());
    Result search =
        Shell.run("search", "--index", index, "--image", folder.resolve("colours/red.png"));
    assertThat(search.code()).as(search.err()).isZero();
    assertThat(Shell.run("search", "--index", index, "--keyword", "loud", "--json").json())
        .hasSize(1);
  }

  @Test
  void anotherQuantizationNeedsNoModel() throws Exception {
    Path index = Shell.colours(folder, "cosine");

    Result result = Shell.run("reindex", "--index", index, "--quantize", "8", "--json");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().get(0).get("takenOver").asInt()).isEqualTo(4);
    assertThat(Shell.run("search", "--index", index, "--like", "red.png").code()).isZero();
  }

  @Test
  void aPictureWithoutItsFileIsNamed() throws Exception {
    Path index = Shell.colours(folder, "cosine");
    Path gone = folder.resolve("colours/red.png");
    Files.delete(gone);

    Result result = Shell.run("reindex", "--index", index, "--metric", "both");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith(gone + ": no such file");
    assertThat(result.out()).startsWith("3 embedded, 0 taken over, 1 without a vector in ");
    assertThat(Shell.run("search", "--index", index, "--keyword", "loud").code()).isZero();
  }

  @Test
  void nothingToChangeIsWrongUseAndNoIndexIsMade() {
    Path index = folder.resolve("none");
    assertThat(Shell.run("reindex", "--index", index, "--quantize", "8").code()).isEqualTo(3);
    assertThat(index).doesNotExist();
  }
}
