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
 * model.onnx} or {@code vision_model.onnx} (see {@link GraphFile}), {@code
 * preprocessor_config.json} and {@code config.json}; perhaps {@link TextParts}.
 *
 * @param name what messages call the model: {@code ocellus.name} of its configuration, else the
 *     folder's name
 * @param location where it was found, for messages
 * @param file the name of its graph
 * @param graph the ONNX graph, serialised
 * @param preprocessing how a picture becomes the graph's input
 * @param names the class names by class number; empty where the configuration has none
 * @param settings the {@code ocellus} object of the configuration
 * @param text what its sentence encoder is made of; null where it speaks of none
 * @param textOfGraph the same if the graph turns out to take sentences too
 * @param calibration what its scores are worth; null where that was not measured
 * @param files all that lies there
 */
record ModelFolder(
    String name,
    String location,
    String file,
    byte[] graph,
    Preprocessing preprocessing,
    List<String> names,
    Settings settings,
    @Nullable TextParts text,
    TextParts textOfGraph,
    @Nullable Calibration calibration,
    Parts files) {

  private static final String MODEL = "model";
  private static final String VISION = "vision_model";

  private static final int MOST_CLASSES = 1_000_000;

  /**
   * What a configuration says of the network; null where it does not.
   *
   * @param embedding the output that is the embedding
   * @param logits the output that holds the class scores
   * @param dimension the embedding's length
   * @param pooling how an embedding of several vectors a picture becomes one: {@code cls} or {@code
   *     mean}
   * @param multiLabel whether each class is true or not whatever the others are
   * @param siglip whether the model is of that family, whose {@code pooler_output}s share a space
   */
  record Settings(
      @Nullable String embedding,
      @Nullable String logits,
      @Nullable Integer dimension,
      @Nullable String pooling,
      boolean multiLabel,
      boolean siglip) {}

  /** Where the parts of a model lie. */
  interface Parts {
    /** A part, to be closed; null where there is none of that name. */
    @Nullable InputStream open(String part) throws IOException;

    /** Those in a folder. */
    static Parts in(Path folder) {
      return part -> {
        Path file = folder.resolve(part);
        return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
      };
    }

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
    return read(absolute.getFileName().toString(), folder.toString(), Parts.in(folder));
  }

  static ModelFolder read(String folderName, String location, Parts parts) throws IOException {
    JsonNode config = json("model folder " + location, "config.json", parts.read("config.json"));
    JsonNode ours = config.path("ocellus");
    String named = text(ours, "graph");
    String file = named == null ? graphFile(location, ours, parts) : named;
    byte[] graph = GraphFile.read(location, parts, file);
    if (graph == null) {
      throw new ModelException(
          "model folder %s: config.json names %s as ocellus.graph, which is not there"
              .formatted(location, file));
    }
    Preprocessing preprocessing = preprocessing("model folder " + location, parts);
    return new ModelFolder(
        ours.path("name").asText(folderName),
        location,
        file,
        graph,
        preprocessing,
        names(location, config.path("id2label")),
        new Settings(
            text(ours, "embedding"),
            text(ours, "logits"),
            ours.has("dimension") ? ours.get("dimension").asInt() : null,
            text(ours, "pooling"),
            config.path("problem_type").asText().equals("multi_label_classification"),
            TextParts.isSiglip(config)),
        TextParts.of(location, config, preprocessing, parts),
        TextParts.inGraph(file, location, config, preprocessing, parts),
        calibration(location, parts.read(Calibration.FILE)),
        parts);
  }

  /** That of the pair where there is one: a graph of both runs both at each question. */
  private static String graphFile(String location, JsonNode ours, Parts parts) throws IOException {
    boolean pair = TextParts.encoder(location, ours.path("text"), parts) != null;
    String file =
        GraphFile.find(location, parts, pair ? List.of(VISION, MODEL) : List.of(MODEL, VISION));
    if (file == null) {
      throw new ModelException(
          "model folder %s has no network: it needs model.onnx or vision_model.onnx, there or in onnx/; or name its file in config.json as ocellus.graph"
              .formatted(location));
    }
    return file;
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
              + "; delete it, then ./ocellus calibrate makes it anew",
          e);
    }
  }

  /**
   * That of {@code preprocessor_config.json}, or of {@code processor_config.json}, where newer
   * exports of two-sided models have it.
   *
   * @param called what messages call the folder
   */
  static Preprocessing preprocessing(String called, Parts parts) throws IOException {
    byte[] bytes = parts.read("preprocessor_config.json");
    byte[] both = bytes == null ? parts.read("processor_config.json") : null;
    String json =
        bytes != null
            ? new String(bytes, StandardCharsets.UTF_8)
            : json(called, "processor_config.json", both).path("image_processor").toString();
    if (json.isEmpty()) {
      throw new ModelException(
          called
              + " has no preprocessor_config.json: without it nobody knows how pictures become the"
              + " network's input; copy it from where the model came from");
    }
    try {
      return Preprocessing.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new ModelException(called + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode json(String called, String part, byte @Nullable [] bytes)
      throws IOException {
    try {
      JsonNode node = new ObjectMapper().readTree(bytes == null ? new byte[] {'{', '}'} : bytes);
      if (!node.isObject()) {
        throw new ModelException(called + ": " + part + " is no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ModelException(called + ": " + part + " is not JSON: " + e.getOriginalMessage(), e);
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
