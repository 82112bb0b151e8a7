package org.ocellus.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;

/**
 * The parts of a model, read from a folder in the layout of a Hugging Face ONNX export: {@code
 * model.onnx} (or {@code onnx/model.onnx}, {@code vision_model.onnx}, {@code
 * onnx/vision_model.onnx}), {@code preprocessor_config.json} and {@code config.json}; perhaps
 * {@link TextParts}.
 *
 * @param name what messages call the model: {@code ocellus.name} of its configuration, else the
 *     folder's name
 * @param location where it was found, for messages
 * @param graph the ONNX graph, serialised
 * @param preprocessing how a picture becomes the graph's input
 * @param names the class names by class number; empty where the configuration has none
 * @param settings the {@code ocellus} object of the configuration
 * @param text what its sentence encoder is made of; null where it speaks of none
 * @param calibration what its scores are worth; null where that was not measured
 */
record ModelFolder(
    String name,
    String location,
    byte[] graph,
    Preprocessing preprocessing,
    List<String> names,
    Settings settings,
    @Nullable TextParts text,
    @Nullable Calibration calibration) {

  private static final List<String> GRAPHS =
      List.of("model.onnx", "onnx/model.onnx", "vision_model.onnx", "onnx/vision_model.onnx");

  private static final int MOST_CLASSES = 1_000_000;

  /**
   * What our own models say of themselves; null where a folder does not.
   *
   * @param embedding the output that is the embedding
   * @param logits the output that holds the class scores
   * @param dimension the embedding's length
   */
  record Settings(
      @Nullable String embedding, @Nullable String logits, @Nullable Integer dimension) {}

  /** Where the parts of a model lie. */
  interface Parts {
    /** A part, to be closed; null where there is none of that name. */
    @Nullable InputStream open(String part) throws IOException;

    default byte @Nullable [] read(String part) throws IOException {
      try (InputStream in = open(part)) {
        return in == null ? null : in.readAllBytes();
      }
    }

    default boolean has(String part) throws IOException {
      try (InputStream in = open(part)) {
        return in != null;
      }
    }
  }

  static ModelFolder read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          "no model folder at " + folder + ": name a folder that holds model.onnx");
    }
    Path absolute = folder.toAbsolutePath().normalize();
    return read(
        absolute.getFileName().toString(),
        folder.toString(),
        part -> {
          Path file = folder.resolve(part);
          return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        });
  }

  static ModelFolder read(String folderName, String location, Parts parts) throws IOException {
    byte[] graph = null;
    for (String candidate : GRAPHS) {
      graph = parts.read(candidate);
      if (graph != null) {
        break;
      }
    }
    if (graph == null) {
      throw new ModelException(
          "model folder "
              + location
              + " has no network: it needs one of "
              + String.join(", ", GRAPHS));
    }
    JsonNode config = json(location, "config.json", parts.read("config.json"));
    JsonNode ours = config.path("ocellus");
    return new ModelFolder(
        ours.path("name").asText(folderName),
        location,
        graph,
        preprocessing(location, parts.read("preprocessor_config.json")),
        names(location, config.path("id2label")),
        new Settings(
            text(ours, "embedding"),
            text(ours, "logits"),
            ours.has("dimension") ? ours.get("dimension").asInt() : null),
        TextParts.of(ours.path("text"), parts),
        calibration(location, parts.read(Calibration.FILE)));
  }

  private static @Nullable Calibration calibration(String location, byte @Nullable [] bytes)
      throws ModelException {
    try {
      return bytes == null ? null : Calibration.fromJson(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "model folder "
              + location
              + ": "
              + Calibration.FILE
              + " "
              + e.getMessage()
              + "; delete it, or make it anew with ./ocellus calibrate",
          e);
    }
  }

  private static Preprocessing preprocessing(String location, byte @Nullable [] bytes)
      throws IOException {
    if (bytes == null) {
      throw new ModelException(
          "model folder "
              + location
              + " has no preprocessor_config.json: without it nobody knows how pictures become the"
              + " network's input; copy it from where the model came from");
    }
    try {
      return Preprocessing.fromJson(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "model folder " + location + ": preprocessor_config.json: " + e.getMessage(), e);
    }
  }

  private static JsonNode json(String location, String part, byte @Nullable [] bytes)
      throws IOException {
    try {
      JsonNode node = new ObjectMapper().readTree(bytes == null ? new byte[] {'{', '}'} : bytes);
      if (!node.isObject()) {
        throw new ModelException("model folder " + location + ": " + part + " is no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "model folder " + location + ": " + part + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<String> names(String location, JsonNode id2label) throws ModelException {
    Map<Integer, String> byNumber = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : id2label.properties()) {
      try {
        byNumber.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
      } catch (NumberFormatException e) {
        throw new ModelException(
            "model folder "
                + location
                + ": config.json: id2label has the key \""
                + entry.getKey()
                + "\", which is no class number",
            e);
      }
    }
    if (byNumber.keySet().stream().anyMatch(number -> number < 0 || number > MOST_CLASSES)) {
      throw new ModelException(
          "model folder "
              + location
              + ": config.json: id2label has class numbers outside of 0 to "
              + MOST_CLASSES);
    }
    int count = byNumber.keySet().stream().mapToInt(i -> i + 1).max().orElse(0);
    return IntStream.range(0, count).mapToObj(i -> byNumber.getOrDefault(i, "class " + i)).toList();
  }

  static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }
}
