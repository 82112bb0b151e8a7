package org.ocellus.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Pictures of which people said what they show. */
final class LabelledPictures {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A file and what it shows. */
  record LabelledPicture(Path file, String label) {}

  private final List<LabelledPicture> found = new ArrayList<>();

  List<LabelledPicture> found() {
    return found;
  }

  /** Adds a folder with one folder a class; folders of one name in several are one class. */
  void addFolder(Path folder) throws IOException {
    int before = found.size();
    try (Stream<Path> classes = Files.list(folder)) {
      for (Path each : classes.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> files = Files.walk(each, FileVisitOption.FOLLOW_LINKS)) {
          files
              .filter(LabelledPictures::isPicture)
              .sorted()
              .forEach(file -> found.add(new LabelledPicture(file, each.getFileName().toString())));
        } catch (UncheckedIOException e) {
          // How a walk says that it cannot go on.
          throw e.getCause();
        }
      }
    }
    if (found.size() == before) {
      throw new NoSuchFileException(
          folder.toString(), null, "holds no pictures in folders: it needs one folder a class");
    }
  }

  /** Adds the pictures of a manifest: one JSON object a line, the class in this field. */
  void addManifest(Path manifest, String field) throws IOException {
    int number = 0;
    for (String line : lines(manifest)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonNode picture;
      try {
        picture = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            manifest + ":" + number + ": is not JSON: " + e.getOriginalMessage(), e);
      }
      if (!picture.path("path").isTextual() || !picture.path(field).isValueNode()) {
        throw new IllegalArgumentException(
            manifest + ":" + number + ": needs \"path\" and \"" + field + "\"");
      }
      found.add(
          new LabelledPicture(
              manifest.resolveSibling(picture.get("path").asText()), picture.get(field).asText()));
    }
  }

  private static List<String> lines(Path manifest) throws IOException {
    try {
      return Files.readAllLines(manifest);
    } catch (CharacterCodingException e) {
      throw new IOException(manifest + ": is not UTF-8", e);
    }
  }

  private static boolean isPicture(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|webp|gif|tiff?|bmp)")
        && Files.isRegularFile(file);
  }
}
