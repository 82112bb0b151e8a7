package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentUseTest {
  private static final long SEED = 20_261_125;

  /** The whole heap at once, so that whatever grows besides is native. */
  private static final List<String> OPTIONS =
      List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

  @TempDir Path folder;

  @Test
  void whatEightThreadsSeeIsWhatWasThereAtSomeMoment() throws Exception {
    use(20);
  }

  @Test
  @Tag("soak")
  void whatEightThreadsSeeForHalfAnHourIsWhatWasThereAtSomeMoment() throws Exception {
    use(30 * 60);
  }

  private void use(int seconds) throws Exception {
    Process child =
        ChildJvm.of(
                ConcurrentUse.class,
                OPTIONS,
                folder.resolve("index").toString(),
                Integer.toString(seconds),
                Long.toString(SEED))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as("seed %d: %s", SEED, said).isZero();
      System.out.print(said);
    } finally {
      child.destroyForcibly();
    }
  }
}
