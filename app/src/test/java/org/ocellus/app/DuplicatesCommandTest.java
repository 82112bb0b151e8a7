package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;
import org.ocellus.image.ImageFormat;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;

/** {@code duplicates}, on pictures that are drawn. */
class DuplicatesCommandTest {
  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void picturesWithCopies() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures/copies")).getParent();
    for (int i = 0; i < 3; i++) {
      RgbImage picture = Resampling.BICUBIC.resize(noise(i), 96, 96);
      ImageWriter.write(picture, pictures.resolve(i + ".png"));
    }
    RgbImage first = Resampling.BICUBIC.resize(noise(0), 96, 96);
    ImageWriter.write(
        Resampling.BICUBIC.resize(first, 60, 60), pictures.resolve("copies/small.png"));
    Files.write(
        pictures.resolve("copies/compressed.jpg"), ImageWriter.encode(first, ImageFormat.JPEG));
    index = folder.resolve("index");
    assertThat(Shell.run("index", pictures, "--index", index, "--model", Shell.model()).code())
        .isZero();
  }

  private static RgbImage noise(int seed) {
    byte[] rgb = new byte[3 * 8 * 8];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(8, 8, rgb);
  }

  @Test
  void copiesStandBelowTheBestOfThem() {
    Result found = Shell.run("duplicates", "--index", index);
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out().lines().map(line -> line.strip().split("  ")[0]))
        .containsExactly("0.png", "copies/compressed.jpg", "copies/small.png");
    assertThat(found.err()).contains("1 groups with 2 copies among 5 pictures.");
  }

  @Test
  void forProgramsAGroupIsALine() {
    Result found = Shell.run("duplicates", "--index", index, "--json");
    assertThat(found.json()).hasSize(1);
    assertThat(found.json().get(0).get("best").asText()).isEqualTo("0.png");
    assertThat(found.json().get(0).get("copies")).hasSize(2);
    assertThat(found.json().get(0).get("copies").get(0).get("cosine").asDouble())
        .isGreaterThan(0.99);
  }

  @Test
  void onlyPicturesThatPassTheFilterAreCompared() {
    Result found = Shell.run("duplicates", "--index", index, "--where", "folder=copies", "--json");
    assertThat(found.json()).hasSize(1);
    assertThat(found.json().get(0).get("best").asText()).isEqualTo("copies/compressed.jpg");
    assertThat(Shell.run("duplicates", "--index", index, "--where", "width=1..5").out()).isEmpty();
    assertThat(Shell.run("duplicates", "--index", folder.resolve("nix")).code()).isEqualTo(3);
  }
}
