package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BombsTest {
  /** Mebibytes: the heap, and a hundred megapixels of native memory a few times over. */
  private static final long MOST_MEMORY = 2048;

  @Test
  void aSmallFileThatClaimsToBeALargePictureTakesNoMoreThanAPictureOfTheLimit() throws Exception {
    Process child =
        ChildJvm.of(DecodeBombs.class, List.of("-Xmx768m"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said.lines()).hasSize(Bombs.all().size());
    assertThat(said.lines().filter(line -> line.contains("of 60000 x 60000")))
        .allMatch(line -> line.contains("refused TOO_LARGE") || line.contains("with a frame"));
    assertThat(said.lines())
        .allMatch(line -> Long.parseLong(line.replaceAll(".*peak (\\d+) MiB", "$1")) < MOST_MEMORY);
  }
}
