package org.ocellus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IngestBenchTest {
  @TempDir Path folder;

  @Test
  void indexingIsComparedWithItsFloorStageByStage() throws IOException {
    for (int i = 0; i < 20; i++) {
      BufferedImage image = new BufferedImage(200, 150, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      pen.setColor(new Color(10 * i, 255 - 10 * i, 90));
      pen.fillOval(5 * i, 40, 60, 60);
      pen.dispose();
      ImageIO.write(image, "jpg", folder.resolve(i + ".jpg").toFile());
    }
    Files.writeString(folder.resolve("broken.jpg"), "no picture");
    StringWriter out = new StringWriter();

    int code =
        new CommandLine(new IngestBench())
            .setOut(new PrintWriter(out))
            .execute(folder.toString(), "--rounds=1");

    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("21 pictures")
        .containsPattern("\\| floor \\| \\d+ \\| 1 \\|")
        .containsPattern("\\| ocellus index \\| \\d+ \\(\\d+–\\d+\\) \\| \\d+\\.\\d\\d \\|")
        .containsPattern("\\| alone \\| \\d+\\.\\d\\d \\|")
        .containsPattern("\\| indexing \\| \\d+\\.\\d\\d \\|");
  }
}
