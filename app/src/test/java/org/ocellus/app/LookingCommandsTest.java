package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

/** What {@code label}, {@code embed} and {@code info} say of pictures and indexes. */
class LookingCommandsTest {
  @TempDir Path folder;
  private Path red;

  @BeforeEach
  void aPicture() throws Exception {
    red = Shell.plain(folder.resolve("red.png"), 255, 0, 0);
  }

  @Test
  void classesComeWithProbabilities() {
    Result result = Shell.run("label", red, "--model", Shell.model(), "--top", 2, "--json");

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode line = result.json().get(0);
    assertThat(line.get("path").asText()).isEqualTo(red.toString());
    assertThat(line.get("labels")).hasSize(2);
    assertThat(line.get("labels").get(0).get("label").asText()).isEqualTo("red, rouge");
    // Logits 10, 0, 0.
    assertThat(line.get("labels").get(0).get("probability").asDouble())
        .isCloseTo(Math.exp(10) / (Math.exp(10) + 2), within(1e-5));
    assertThat(Shell.run("label", red, "--model", Shell.model()).out())
        .contains(red.toString(), "99.99 %  red, rouge", "keywords: red, rouge");
    assertThat(line.get("keywords").get(0).get("label").asText()).isEqualTo("red, rouge");
  }

  @Test
  void aThresholdSaysWhichLabelsBecomeKeywords() {
    Result none = Shell.run("label", red, "--model", Shell.model(), "--threshold", 1.1);
    Result all = Shell.run("label", red, "--model", Shell.model(), "--threshold", 1e-9, "--json");

    assertThat(none.out()).doesNotContain("keywords");
    assertThat(all.json().get(0).get("keywords")).hasSize(3);
  }

  @Test
  void embeddingsAreWhatTheNetworkGives() {
    Result result = Shell.run("embed", red, "--model", Shell.model(), "--json");

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode line = result.json().get(0);
    assertThat(line.get("path").asText()).isEqualTo(red.toString());
    assertThat(line.get("embedding")).hasSize(48);
    assertThat(line.get("embedding").get(0).asDouble()).isEqualTo(1);
    assertThat(line.get("embedding").get(47).asDouble()).isEqualTo(0);
    assertThat(Shell.run("embed", red, "--model", Shell.model()).out().strip().split(" "))
        .hasSize(49)
        .startsWith(red.toString(), "1.0");
  }

  @Test
  void aBrokenPictureDoesNotStopTheOthers() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.png"), "");
    Path missing = folder.resolve("nix.png");
    for (String command : new String[] {"label", "embed"}) {
      Result result = Shell.run(command, broken, missing, red, "--model", Shell.model(), "--json");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.json()).hasSize(3);
      assertThat(result.json().get(0).get("path").asText()).isEqualTo(broken.toString());
      assertThat(result.json().get(0).get("error").asText()).doesNotContain(broken.toString());
      assertThat(result.json().get(1).get("error").asText()).isEqualTo("no such file or folder");
      assertThat(result.json().get(2).get("path").asText()).isEqualTo(red.toString());

      Result plain = Shell.run(command, broken, red, "--model", Shell.model());
      assertThat(plain.err().lines()).hasSize(1);
      assertThat(plain.err()).startsWith(broken + ": ");
    }
  }

  @Test
  void atLeastOneLabelMustBeAskedFor() {
    Result result = Shell.run("label", red, "--model", Shell.model(), "--top", 0);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(">= 1");
  }

  @Test
  void infoSaysWhatAnIndexHolds() throws Exception {
    Path index = Shell.colours(folder, "both");

    JsonNode info = Shell.run("info", "--index", index, "--json").json().get(0);

    assertThat(info.get("pictures").asInt()).isEqualTo(4);
    assertThat(info.get("metrics").toString()).isEqualTo("[\"cosine\",\"euclidean\"]");
    assertThat(info.get("model").asText()).isEqualTo("tiny");
    assertThat(info.get("dimensions").asInt()).isEqualTo(48);
    assertThat(info.get("modelFolder").asText()).isEqualTo(Shell.model().toString());
    assertThat(info.get("bytes").asLong()).isPositive();
    assertThat(Shell.run("info", "--index", index).out()).contains("pictures     4");
    assertThat(Shell.run("info", "--index", folder.resolve("nix")).code()).isEqualTo(3);
  }
}
