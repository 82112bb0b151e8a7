package org.ocellus.benchmarks.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.index.NpyWriter;
import picocli.CommandLine;

class GrowthBenchTest {
  @TempDir Path folder;

  @Test
  void everyKindOfQuestionIsAskedOfEachSizeIdleAndWhileIndexing() throws IOException {
    vectors("base.npy", 300);
    vectors("queries.npy", 20);
    Files.writeString(folder.resolve("captions.txt"), "a dog in the snow\na red bridge\n");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", pictures.resolve("black.png").toFile());
    StringWriter out = new StringWriter();

    int code =
        new CommandLine(new GrowthBench())
            .setOut(new PrintWriter(out))
            .execute(
                "--vectors=" + folder.resolve("base.npy"),
                "--queries=" + folder.resolve("queries.npy"),
                "--captions=" + folder.resolve("captions.txt"),
                "--pictures=" + pictures,
                "--sizes=100,300",
                "--questions=10",
                "--work=" + folder.resolve("work"),
                "--results=" + folder.resolve("results"));

    assertThat(code).as(out.toString()).isZero();
    for (int size : new int[] {100, 300}) {
      assertThat(out.toString().lines().filter(line -> line.startsWith("| " + size + " | nothing")))
          .hasSize(7);
      assertThat(out.toString().lines().filter(line -> line.startsWith("| " + size + " | index")))
          .hasSize(6);
      assertThat(out.toString()).containsPattern("similar to a vector \\| \\S+ \\| \\S+ \\| 1.000");
    }
    assertThat(folder.resolve("results/growth.md")).content().isEqualTo(out.toString());
    assertThat(ImageIO.read(folder.resolve("results/growth.png").toFile()).getWidth()).isPositive();
    assertThat(folder.resolve("work/base.npy-300-none/changed")).doesNotExist();
  }

  private void vectors(String name, int count) throws IOException {
    Random random = new Random(name.hashCode());
    try (NpyWriter writer = new NpyWriter(folder.resolve(name), 256)) {
      for (int i = 0; i < count; i++) {
        float[] vector = new float[256];
        for (int d = 0; d < vector.length; d++) {
          vector[d] = (float) random.nextGaussian();
        }
        writer.add(vector);
      }
    }
  }
}
