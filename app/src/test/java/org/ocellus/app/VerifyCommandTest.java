package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

class VerifyCommandTest {
  @TempDir Path folder;

  @Test
  void aGoodIndexHasNoFindings() throws Exception {
    Path index = Shell.colours(folder, "both");

    Result result = Shell.run("verify", "--index", index, "--hash");

    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out().strip())
        .isEqualTo("4 pictures (0 without a vector), 4 files looked at: 0 findings");
  }

  @Test
  void aMissingFileIsAFinding() throws Exception {
    Path index = Shell.colours(folder, "cosine");
    Path gone = folder.resolve("colours/red.png");
    Files.delete(gone);

    assertThat(Shell.run("verify", "--index", index).code()).isZero();
    Result result = Shell.run("verify", "--index", index, "--sources");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out().lines()).startsWith(gone + ": no such file");
    Result json = Shell.run("verify", "--index", index, "--sources", "--json");
    assertThat(json.json().get(0).get("where").asText()).isEqualTo(gone.toString());
    assertThat(json.json().get(1).get("findings").asInt()).isEqualTo(1);
  }

  @Test
  void noIndexIsNoFinding() {
    Result result = Shell.run("verify", "--index", folder.resolve("none"));
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("no index at");
  }
}
