package org.ocellus.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

/** Runs commands as a shell would, in this process, and draws pictures to run them on. */
final class Shell {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Shell() {}

  /** What a command printed, and its exit code. */
  record Result(int code, String out, String err) {
    List<JsonNode> json() {
      return out.lines().map(Result::parsed).toList();
    }

    private static JsonNode parsed(String line) {
      try {
        return JSON.readTree(line);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not a line of JSON: " + line, e);
      }
    }
  }

  static Result run(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = List.of(words).stream().map(Object::toString).toArray(String[]::new);
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  /**
   * A real model whose embedding is the mean colour in each cell of a 4 × 4 grid, and whose labels
   * are red (also: rouge), green and blue. Written by TinyModel of the library's tests.
   */
  static Path model() {
    return resource("/tiny-model");
  }

  /**
   * The same model with a captioner, which calls what is red a dog and what is green a cat. Written
   * by TinyCaptioner of the library's tests.
   */
  static Path captioner() {
    return resource("/tiny-captioner");
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(Shell.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Draws a picture of one colour. */
  static Path plain(Path file, int r, int g, int b) throws IOException {
    byte[] rgb = new byte[3 * 20 * 10];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) r;
      rgb[i + 1] = (byte) g;
      rgb[i + 2] = (byte) b;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageWriter.write(new RgbImage(20, 10, rgb), file);
    return file;
  }

  /**
   * Draws four pictures, three of them with captions and keywords by a manifest, and indexes them.
   *
   * @return the index
   */
  static Path colours(Path folder, String metric) throws IOException {
    plain(folder.resolve("colours/red.png"), 250, 10, 10);
    plain(folder.resolve("colours/dark-red.png"), 120, 10, 10);
    plain(folder.resolve("colours/green.png"), 10, 250, 10);
    plain(folder.resolve("colours/blue.png"), 10, 10, 250);
    Path manifest = folder.resolve("colours/all.jsonl");
    Files.writeString(
        manifest,
        """
        {"path": "red.png", "keywords": ["warm", "loud"], "caption": "A fire engine", "price": 3}
        {"path": "dark-red.png", "keywords": ["warm"], "caption": "A glass of wine", "price": 12}
        {"path": "green.png", "keywords": ["cold"], "caption": "Grass in the rain"}
        {"path": "blue.png", "caption": "The sea"}
        """);
    Path index = folder.resolve("colours.index");
    Result result =
        run(
            "index",
            "--manifest",
            manifest,
            "--index",
            index,
            "--model",
            model(),
            "--metric",
            metric);
    if (result.code() != 0) {
      throw new AssertionError(result.toString());
    }
    return index;
  }
}
