package org.ocellus.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.app.Shell.Result;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

/** {@code calibrate}, and searches for likely hits by what it wrote. */
class CalibrateCommandTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void aModelOfOnesOwn() throws IOException {
    model = Files.createDirectories(folder.resolve("model"));
    try (Stream<Path> parts = Files.list(Shell.model())) {
      for (Path part : parts.toList()) {
        Files.copy(part, model.resolve(part.getFileName().toString()));
      }
    }
  }

  /** Four classes of twenty noisy pictures, each around a colour of its own. */
  private void draw(Path things) throws IOException {
    Random random = new Random(5);
    for (int c = 0; c < 4; c++) {
      for (int i = 0; i < 20; i++) {
        byte[] rgb = new byte[3 * 16 * 16];
        for (int p = 0; p < rgb.length; p++) {
          rgb[p] = (byte) ((p % 3 == c ? 200 : 60) + random.nextInt(50));
        }
        Path file = things.resolve("class" + c).resolve(i + ".png");
        Files.createDirectories(file.getParent());
        ImageWriter.write(new RgbImage(16, 16, rgb), file);
      }
    }
  }

  @Test
  void itWritesACurveIntoTheModelFolderThatSearchesThenUse() throws Exception {
    Path things = folder.resolve("things");
    draw(things);
    Files.writeString(things.resolve("class0/broken.png"), "");

    Result made = Shell.run("calibrate", things, "--model", model);

    assertThat(made.code()).as(made.err()).isEqualTo(1);
    assertThat(made.err()).contains("broken.png");
    assertThat(made.out())
        .contains("80 pictures of 4 classes, 50 first hits each", "cosine", "euclidean")
        .contains("| likely | promised | measured | hits | questions with a hit |");
    JsonNode written = new ObjectMapper().readTree(model.resolve("calibration.json").toFile());
    assertThat(written.get("pictures").asInt()).isEqualTo(80);
    assertThat(written.get("curves").get("cosine").get(0).get("precision").asDouble()).isEqualTo(1);

    Path index = folder.resolve("index");
    assertThat(Shell.run("index", things, "--index", index, "--model", model).code()).isEqualTo(1);
    Result likely =
        Shell.run("search", "--index", index, "like:class1/3.png likely:0.9 limit:80", "--json");
    assertThat(likely.code()).as(likely.err()).isZero();
    assertThat(likely.json())
        .isNotEmpty()
        .allSatisfy(hit -> assertThat(hit.get("id").asText()).startsWith("class1/"));
  }

  @Test
  void aManifestNamesTheClassInAFieldOfItsOwn() throws Exception {
    draw(folder);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      lines.append(
          "{\"path\":\"class%d/%d.png\",\"kind\":\"k%d\"}%n".formatted(i / 20, i % 20, i / 40));
    }
    Path manifest = Files.writeString(folder.resolve("all.jsonl"), lines);
    Path out = folder.resolve("out.json");
    Result made =
        Shell.run(
            "calibrate", "--manifest", manifest, "--label", "kind", "--model", model, "--out", out);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).contains("80 pictures of 2 classes");
    assertThat(out).exists();
    assertThat(model.resolve("calibration.json")).doesNotExist();
  }

  @Test
  void whatCannotBeDoneIsSaidWithItsCure() throws Exception {
    assertThat(Shell.run("calibrate").err()).contains("Name labelled pictures");
    Result empty = Shell.run("calibrate", folder, "--model", model);
    assertThat(empty.code()).isEqualTo(3);
    assertThat(empty.err()).contains("one folder a class");
    draw(folder);
    Result jar = Shell.run("calibrate", folder);
    assertThat(jar.code()).isEqualTo(2);
    assertThat(jar.err()).contains("--out");
    Path manifest = Files.writeString(folder.resolve("m.jsonl"), "{\"path\":\"a.png\"}\n");
    assertThat(Shell.run("calibrate", "--manifest", manifest, "--model", model).err())
        .contains("m.jsonl:1: needs \"path\" and \"label\"");
  }
}
