package org.ocellus.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture and the sentences that people wrote about it.
 *
 * @param file the picture's
 * @param captions one or more
 */
public record CaptionedPicture(Path file, List<String> captions) {
  /** Copies the captions. */
  public CaptionedPicture {
    captions = List.copyOf(captions);
  }

  /**
   * Reads the lines of one split of a manifest that have captions: {@code caption}, or several as
   * {@code captions}, or on several lines of the same picture.
   *
   * @param manifest CSV with a header if its name ends in {@code .csv}, else JSON lines; pictures'
   *     paths are relative to its folder
   * @param split the {@code split} of the lines wanted; all lines, if none has one
   * @throws DataException if it cannot be read, or no line of the split has a caption
   */
  public static List<CaptionedPicture> read(Path manifest, String split) {
    List<ManifestLine> all = new ManifestReader(manifest.toString(), manifest).read();
    Map<Path, List<String>> pictures = new LinkedHashMap<>();
    for (ManifestLine line : ManifestSource.ofSplit(all, split)) {
      List<String> captions = captions(line);
      if (!captions.isEmpty()) {
        Path file = manifest.resolveSibling(line.path());
        pictures.computeIfAbsent(file, none -> new ArrayList<>()).addAll(captions);
      }
    }
    if (pictures.isEmpty()) {
      throw new DataException(
          "%s has no picture of split \"%s\" with a 'caption' or 'captions'; give another manifest"
              .formatted(manifest, split));
    }
    return pictures.entrySet().stream()
        .map(picture -> new CaptionedPicture(picture.getKey(), picture.getValue()))
        .toList();
  }

  private static List<String> captions(ManifestLine line) {
    List<String> captions = new ArrayList<>();
    for (String property : List.of("caption", "captions")) {
      JsonNode node = line.properties().path(property);
      for (JsonNode one : node.isArray() ? node : List.of(node)) {
        if (one.isTextual() && !one.asText().isBlank()) {
          captions.add(one.asText().strip());
        } else if (!one.isMissingNode() && !one.isNull() && !one.isTextual()) {
          throw line.wrong("a caption is " + one + ", not a text");
        }
      }
    }
    return captions;
  }
}
