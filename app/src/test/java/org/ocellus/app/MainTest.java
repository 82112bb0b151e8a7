package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocellus.app.Shell.Result;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
  void anErrorIsALineAndACodeToo() {
    CommandLine line = new CommandLine(new Full());
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err, true));

    assertThat(Main.run(line)).isEqualTo(3);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("out of memory (Java heap space)", "-Xmx");
  }

  /** A command for which there is too little memory. */
  @Command(name = "full")
  private static final class Full implements Runnable {
    @Override
    public void run() {
      throw new OutOfMemoryError("Java heap space");
    }
  }

  @Test
  void aStopIsNoFailure() {
    CommandLine line = Main.commandLine();

    assertThat(
            new CannotDo()
                .handleExecutionException(new InterruptedIOException("stopped"), line, null))
        .isEqualTo(130);
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
