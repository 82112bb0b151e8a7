package org.ocellus.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WalkTest {
  @TempDir Path folder;

  /** What the process of the test below does. */
  public static void main(String[] args) throws IOException {
    Walk walk = new Walk();
    walk.add(args[0]);
    walk.found().forEach(found -> System.out.println(found.id()));
    walk.failures().forEach(failure -> System.out.println(failure.error()));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesThatTheLocaleCannotWriteAreFailuresAndTheOthersCount() throws Exception {
    Files.createFile(folder.resolve("plain.png"));
    // Through the shell: this process may not be able to write them either.
    String names = "n=$(printf '\\303\\251'); mkdir $n; touch $n.png $n/plain.png";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", names).directory(folder.toFile());
    assertThat(shell.start().waitFor()).isZero();

    ProcessBuilder walk =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WalkTest.class.getName(),
            folder.toString());
    walk.environment().put("LC_ALL", "C");
    walk.redirectErrorStream(true);
    Process process = walk.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out.lines().filter(line -> line.equals("plain.png"))).hasSize(1);
    assertThat(out.lines().filter(line -> line.contains("LC_ALL"))).hasSize(2);
    // Removed the same way.
    assertThat(
            new ProcessBuilder("sh", "-c", "rm -r $(printf '\\303\\251')*")
                .directory(folder.toFile())
                .start()
                .waitFor())
        .isZero();
  }
}
