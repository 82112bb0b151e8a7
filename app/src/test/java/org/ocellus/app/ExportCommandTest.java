package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

class ExportCommandTest {
  @TempDir Path folder;

  @Test
  void whatWasExportedAndImportedAnswersAsBefore() throws Exception {
    Path index = Shell.colours(folder, "both");
    Path export = folder.resolve("export");
    Path copy = folder.resolve("copy");

    Result exported = Shell.run("export", "--index", index, export);
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(exported.out().strip()).isEqualTo("4 pictures exported");
    Result imported = Shell.run("import", export, "--index", copy, "--json");
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.json().get(0).get("pictures").asInt()).isEqualTo(4);

    for (String[] question :
        new String[][] {{"--keyword", "warm"}, {"--like", "red.png"}, {"--keyword", "rouge"}}) {
      assertThat(Shell.run("search", "--index", copy, question[0], question[1]).out())
          .isEqualTo(Shell.run("search", "--index", index, question[0], question[1]).out())
          .isNotEmpty();
    }
    Path red = folder.resolve("colours/red.png");
    assertThat(Shell.run("search", "--index", copy, "--image", red).code()).isZero();
  }

  @Test
  void aFolderThatWasNotExportedToIsRefused() throws Exception {
    Result result = Shell.run("import", folder, "--index", folder.resolve("index"));
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("holds no exported index");
    assertThat(folder.resolve("index")).doesNotExist();
  }
}
