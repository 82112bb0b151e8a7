package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  /** In a process of its own, for natives are looked for once. */
  @Test
  void itsNativesAreFoundByAThreadWhoseClassLoaderDoesNotKnowThem(@TempDir Path folder)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Elsewhere.class.getName(),
                TinyText.write(folder).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Such a thread, as servers have them. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] arguments) throws IOException {
      Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
      try (Model model = Model.open(Path.of(arguments[0]))) {
        model.textEncoder().embed(List.of("red"));
      }
    }
  }
}
