package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.app.Shell.Result;

class MainTest {

  @Test
  void versionNamesOcellusLuceneAndJava() {
    Result result = Shell.run("--version");

    assertThat(result.code()).isZero();
    assertThat(result.out()).matches("(?s)ocellus \\d+\\.\\d+\\.\\d+.*Lucene \\d+.*Java \\d+.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"index", "search", "info", "label", "embed", "filter", "filter gabor", "demo"})
  void everyCommandTeaches(String command) {
    Result result = Shell.run((Object[]) (command + " --help").split(" "));

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: ocellus " + command, "--help");
  }

  @Test
  void helpShowsExamplesAndExitCodes() {
    assertThat(Shell.run("--help").out())
        .contains(
            "Examples:", "ocellus demo", "0 done, 1 done with failures, 2 wrong use, 3 cannot");
  }

  @Test
  void noCommandIsWrongUse() {
    Result result = Shell.run();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("ocellus --help");
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    Result result = Shell.run("serach");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("serach", "search");
  }
}
