package org.ocellus.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pictures listed in a file of JSON lines, {@code
 * {"path":…,"keywords":[…],"split":"train"|"test"}}: paths are relative to the file, lines of
 * another split than {@code train} are never read as training data, and other properties are
 * ignored. Keywords that occur too rarely in the train split are dropped, and pictures without a
 * keyword left are left out.
 *
 * @param name a short name for reports
 * @param about what the pictures are and their licence, for the model card
 * @param manifest the file, relative to the data folder
 * @param minimum how often a keyword must occur in the train split
 * @param weight how often each picture occurs in an epoch
 * @param augmentation how pictures are varied
 */
public record ManifestSource(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String about,
    @JsonProperty(required = true) String manifest,
    int minimum,
    @JsonProperty(required = true) double weight,
    @JsonProperty(required = true) Augmentation augmentation)
    implements PictureSource {

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Line(
      @JsonProperty(required = true) String path,
      @Nullable List<String> keywords,
      @JsonProperty(required = true) String split) {}

  @Override
  public List<LabelledPicture> read(Path data) {
    Path file = data.resolve(manifest);
    List<Line> lines = lines(file).stream().filter(line -> line.split().equals("train")).toList();
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> keywords(line).forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<LabelledPicture> pictures = new ArrayList<>();
    for (Line line : lines) {
      List<String> frequent =
          keywords(line).stream().filter(word -> counts.getOrDefault(word, 0) >= minimum).toList();
      if (!frequent.isEmpty()) {
        pictures.add(
            new LabelledPicture(new PictureFile(file.resolveSibling(line.path())), frequent));
      }
    }
    if (pictures.isEmpty()) {
      throw new DataException(
          "source '"
              + name
              + "': "
              + file
              + " has no picture of split \"train\" with a keyword"
              + " that occurs "
              + minimum
              + " times; lower 'minimum' or label the pictures");
    }
    return pictures;
  }

  private static List<String> keywords(Line line) {
    return line.keywords() == null ? List.of() : line.keywords().stream().distinct().toList();
  }

  private List<Line> lines(Path file) {
    ObjectMapper json = new ObjectMapper();
    List<Line> lines = new ArrayList<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file, UTF_8)) {
        number++;
        if (!line.isBlank()) {
          lines.add(json.readValue(line, Line.class));
        }
      }
      return lines;
    } catch (JsonProcessingException e) {
      throw new DataException(
          "source '"
              + name
              + "': "
              + file
              + " line "
              + number
              + " is not {\"path\":…,\"keywords\":[…],\"split\":…}: "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new DataException(
          "source '"
              + name
              + "': cannot read the manifest "
              + file
              + "; put it there or give another --data folder",
          e);
    }
  }
}
