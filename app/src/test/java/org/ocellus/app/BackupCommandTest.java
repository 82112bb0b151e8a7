package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

class BackupCommandTest {
  @TempDir Path folder;

  @Test
  void aBackupAnswersAsTheIndexDoesAndIsBroughtUpToDate() throws Exception {
    Path index = Shell.colours(folder, "cosine");
    Path copy = folder.resolve("copy");

    Result result = Shell.run("backup", "--index", index, copy);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains(" files copied (", " 0 there already");
    assertThat(Shell.run("search", "--index", copy, "--like", "red.png").out())
        .isEqualTo(Shell.run("search", "--index", index, "--like", "red.png").out());
    Result again = Shell.run("backup", "--index", index, copy, "--json");
    assertThat(again.json().get(0).get("copied").asInt()).isZero();
  }

  @Test
  void aFolderThatIsNoBackupIsRefused() throws Exception {
    Path index = Shell.colours(folder, "cosine");

    Result result = Shell.run("backup", "--index", index, folder.resolve("colours"));

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("is no index and is not empty", ".png");
  }
}
