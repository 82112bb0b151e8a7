package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;

/**
 * The launcher script, in a checkout of its own whose Maven and JDKs are scripts that say how they
 * were called.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX script")
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "readlink",
          "sed",
          "cat",
          "head",
          "find",
          "mkdir",
          "mktemp",
          "mv",
          "rm",
          "mkfifo",
          "stty",
          "cut",
          "ls");

  @TempDir Path folder;
  private Path home;
  private Path tools;
  private Path launcher;

  @BeforeEach
  void aCheckout() throws Exception {
    home = Files.createDirectories(folder.toRealPath().resolve("check out"));
    tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path real =
          Stream.of("/bin", "/usr/bin")
              .map(Path::of)
              .map(bin -> bin.resolve(tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      script(tools.resolve(tool), "exec " + real + " \"$@\"");
    }
    launcher = home.resolve("ocellus");
    Files.copy(Path.of("../ocellus"), launcher);
    script(
        home.resolve("mvnw"),
        "echo \"Maven on $JAVA_HOME: $*\" >&2; mkdir -p app/target; echo a.jar > app/target/classpath");
    Files.createDirectories(home.resolve("app/src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A JDK of this version, which says where it was called from and with what. */
  private void jdk(String version) throws IOException {
    Path jdk = folder.resolve("jdks").resolve(version);
    script(
        jdk.resolve("bin/java"),
        """
        echo "Java %s in $PWD: $*"
        echo "something went wrong" >&2
        exit 7"""
            .formatted(version));
    script(jdk.resolve("bin/javac"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
  }

  private Result run(Path script, String... args) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("/bin/sh", script.toString()), Stream.of(args)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", tools.toString(),
                "HOME", folder.toString(),
                "OCELLUS_JDKS", folder.resolve("jdks") + "/*"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = process.errorReader().lines().collect(Collectors.joining("\n"));
    return new Result(process.waitFor(), out, err);
  }

  @Test
  void withoutANewEnoughJdkItSaysWhatToInstall() throws Exception {
    jdk("17");

    Result result = run(launcher, "demo");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("needs a JDK of version 21 or newer", "apt install");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void theNewestJdkBuildsAndRuns() throws Exception {
    jdk("9");
    jdk("21");
    jdk("25");

    Result result = run(launcher, "search", "--text", "two words");

    assertThat(result.err())
        .contains("Building Ocellus (app)", "Maven on " + folder.resolve("jdks/25"))
        .contains("something went wrong");
    assertThat(result.out())
        .startsWith("Java 25 in " + folder.toRealPath())
        // With which each JVM begins by a warning.
        .doesNotContain("incubator")
        .contains(home + "/app/target/classes:a.jar org.ocellus.app.Main search --text two words");
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void whatIsBuiltIsBuiltAgainOnlyForNewerSources() throws Exception {
    jdk("21");
    run(launcher, "info");

    assertThat(run(launcher, "info").err()).doesNotContain("Building");

    Path source = Files.writeString(home.resolve("app/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run(launcher, "info").err()).contains("Building");
  }

  @Test
  void afterABuildWhatJavaReadIsKeptForLaterStarts() throws Exception {
    script(
        home.resolve("mvnw"),
        "mkdir -p app/target; echo a.jar > app/target/classpath; : > app/target/ocellus-app.jar");
    jdk("21");
    script(
        folder.resolve("jdks/21/bin/java"),
        """
        for option; do
          case $option in -XX:ArchiveClassesAtExit=*) : > "${option#*=}"; exit 0 ;; esac
        done
        echo "Java: $*\"""");
    Path kept = home.resolve("app/target/ocellus.jsa");

    assertThat(run(launcher, "info").out())
        .contains("-XX:SharedArchiveFile=" + kept)
        .contains("-cp " + home + "/app/target/ocellus-app.jar:a.jar");
    assertThat(kept).exists();
    try (Stream<Path> left = Files.list(kept.getParent())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("ocellus.jsa."));
    }

    Files.delete(kept);
    assertThat(run(launcher, "info").out())
        .as("without it, as before")
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void aFailedBuildIsNoStart() throws Exception {
    jdk("21");
    script(home.resolve("mvnw"), "echo 'no such symbol' >&2; exit 1");

    Result result = run(launcher, "info");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("no such symbol", "could not be built");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void itWorksThroughLinks() throws Exception {
    jdk("21");
    Path near = Files.createSymbolicLink(home.resolve("near"), Path.of("ocellus"));
    Path far = Files.createSymbolicLink(folder.resolve("far"), near);

    assertThat(run(far, "info").out()).contains(home + "/app/target/classes");
  }
}
