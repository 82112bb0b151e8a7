package org.ocellus.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir private Path folder;

  @Test
  void aMeasureWithACommaInItsNameIsOneColumn() {
    Path file = folder.resolve("metrics.csv");

    new MetricsLog(file).add(new EpochMetrics(1, 0.5, Map.of(), Map.of("r2 a,b", 0.25), 10, 2));

    assertThat(file)
        .hasContent("epoch,images,seconds,loss,\"validation r2 a,b\"\n1,10,2.0,0.5,0.25\n");
  }
}
