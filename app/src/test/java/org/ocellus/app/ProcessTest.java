package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

/** Commands as real processes: what only shows from outside. */
class ProcessTest {
  /** More than any machine decodes before it is told to stop. */
  private static final int MANY = 2_000;

  @TempDir Path folder;

  private static Process start(Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx1g");
    // As on a terminal: the progress bar says when pictures are being read.
    command.add("-Docellus.columns=80");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    Stream.of(words).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command).start();
  }

  private static String rest(BufferedReader reader) {
    return reader.lines().collect(Collectors.joining("\n"));
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void answersGoToStandardOutputAndNothingElseDoes() throws Exception {
    Path index = Shell.colours(folder, "cosine");

    Process process = start("search", "--index", index, "--keyword", "loud", "--json");

    assertThat(rest(process.inputReader()))
        .startsWith("{\"rank\":1,\"id\":\"red.png\"")
        .endsWith("}");
    assertThat(rest(process.errorReader())).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no kill -INT there")
  void controlCLeavesAnIndexWithWhatWasDone() throws Exception {
    Path photos = folder.resolve("photos");
    Path large = largePicture(photos.resolve("large.png"));
    for (int i = 1; i < MANY; i++) {
      Files.createLink(photos.resolve("link-" + i + ".png"), large);
    }
    Path index = folder.resolve("photos.index");

    Process process = start("index", photos, "--index", index, "--model", Shell.model());
    BufferedReader err = process.errorReader();
    StringBuilder shown = new StringBuilder();
    while (shown.indexOf("Indexing") < 0) {
      int c = err.read();
      assertThat(c).as("the run ended early: " + shown).isNotNegative();
      shown.append((char) c);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(rest(err)).contains("Stopped. What was done is kept");
    assertThat(process.waitFor()).isEqualTo(130);
    int pictures =
        Shell.run("info", "--index", index, "--json").json().get(0).get("pictures").asInt();
    assertThat(pictures).isBetween(1, MANY - 1);
    assertThat(rest(process.inputReader())).startsWith(pictures + " added");
    assertThat(Shell.run("search", "--index", index, "--like", "large.png").code()).isZero();
  }

  private static Path largePicture(Path file) throws IOException {
    byte[] noise = new byte[3 * 1500 * 1500];
    new Random(1).nextBytes(noise);
    Files.createDirectories(file.getParent());
    ImageWriter.write(new RgbImage(1500, 1500, noise), file);
    return file;
  }
}
