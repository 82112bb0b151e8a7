package org.ocellus.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ocellus.index.Picture;
import org.ocellus.metadata.Place;

/**
 * Reads a manifest; see {@link Ingest#ofManifest} for its form. A line that makes no sense is a
 * failure that names it, and the others count.
 */
final class Manifest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;
  private final List<Found> found = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  private Manifest(Path file) {
    this.file = file;
  }

  static Manifest read(Path file) throws IOException {
    Manifest manifest = new Manifest(file.toAbsolutePath().normalize());
    // Each line is decoded by itself, so that bytes that are no text spoil no other.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        manifest.add(line.getBytes(StandardCharsets.ISO_8859_1), number);
      }
    }
    return manifest;
  }

  Path file() {
    return file;
  }

  List<Found> found() {
    return found;
  }

  List<Failure> failures() {
    return failures;
  }

  private void add(byte[] utf8, int number) {
    try {
      String line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      if (number == 1 && line.startsWith("\uFEFF")) {
        line = line.substring(1);
      }
      if (!line.isBlank()) {
        found.add(found(JSON.readTree(line)));
      }
    } catch (CharacterCodingException e) {
      fail(number, "is not UTF-8 text: save the manifest as UTF-8");
    } catch (JsonProcessingException e) {
      fail(number, "is not JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      fail(number, String.valueOf(e.getMessage()));
    } catch (DateTimeException e) {
      fail(number, "\"taken\" must be like 2019-05-04T12:00:00Z: " + e.getMessage());
    }
  }

  private void fail(int number, String error) {
    failures.add(new Failure(file + ":" + number, error));
  }

  private Found found(JsonNode line) {
    if (!line.isObject() || !line.path("path").isTextual()) {
      throw new IllegalArgumentException("needs a \"path\", a string");
    }
    Path folder = Objects.requireNonNull(file.getParent());
    Path path;
    try {
      path = folder.resolve(line.get("path").asText()).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("\"path\" is no path: " + e.getMessage(), e);
    }
    boolean below = path.startsWith(folder);
    Picture picture = Picture.of(path).id(below ? Walk.id(folder, path) : Walk.slashed(path));
    for (Map.Entry<String, JsonNode> field : line.properties()) {
      picture = with(picture, field.getKey(), field.getValue());
    }
    if (picture.caption() != null && line.hasNonNull("language")) {
      picture = picture.caption(picture.caption(), line.get("language").asText());
    }
    Path parent = below ? folder.relativize(path).getParent() : null;
    return new Found(picture, file, parent == null ? "" : Walk.slashed(parent), false);
  }

  private static Picture with(Picture picture, String name, JsonNode value) {
    if (value.isNull()) {
      return picture;
    }
    return switch (name) {
      case "path", "language" -> picture;
      // As the index keeps it.
      case "id" -> picture.id(Normalizer.normalize(value.asText(), Normalizer.Form.NFC));
      case "caption" -> value.asText().isBlank() ? picture : picture.caption(value.asText());
      case "keywords" -> picture.keywords(strings(name, value));
      case "taken" ->
          picture.taken(
              value.isNumber()
                  ? Instant.ofEpochSecond(value.asLong())
                  : Instant.parse(value.asText()));
      case "place" -> {
        if (value.size() != 2 || !value.path(0).isNumber() || !value.path(1).isNumber()) {
          throw new IllegalArgumentException("\"place\" must be [latitude, longitude]");
        }
        yield picture.place(new Place(value.get(0).asDouble(), value.get(1).asDouble()));
      }
      default ->
          picture.extra(
              name,
              value.isNumber()
                  ? (Object) value.asDouble()
                  : value.isArray() ? strings(name, value) : text(name, value));
    };
  }

  private static String text(String name, JsonNode value) {
    if (value.isObject()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" must be a string, a number or a list of strings");
    }
    return value.asText();
  }

  private static List<String> strings(String name, JsonNode value) {
    if (!value.isArray()) {
      throw new IllegalArgumentException("\"" + name + "\" must be a list of strings");
    }
    List<String> strings = new ArrayList<>();
    value.forEach(each -> strings.add(each.asText()));
    strings.removeIf(String::isBlank);
    return strings;
  }
}
