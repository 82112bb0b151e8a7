package org.ocellus.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's scores are worth, by metric, and how that was found out. Kept as {@value #FILE}
 * beside the network; a change of it does not change the model's fingerprint.
 *
 * @param fingerprint the model that it is about
 * @param pictures how many labelled pictures were compared, each with all others
 * @param classes how many classes they were of; two pictures of one class are relevant to each
 *     other
 * @param neighbours how many first hits of each picture were looked at
 * @param curves by metric
 */
public record Calibration(
    Fingerprint fingerprint,
    int pictures,
    int classes,
    int neighbours,
    Map<Metric, PrecisionCurve> curves) {

  /** The file's name in a model folder. */
  public static final String FILE = "calibration.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  public Calibration {
    curves = Map.copyOf(curves);
  }

  /** The curve of this metric; empty if none was measured. */
  public Optional<PrecisionCurve> curve(Metric metric) {
    return Optional.ofNullable(curves.get(metric));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is malformed; the message says where
   */
  public static Calibration fromJson(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.path("fingerprint").isTextual()) {
      throw new IllegalArgumentException("needs a \"fingerprint\", a string");
    }
    Map<Metric, PrecisionCurve> curves = new EnumMap<>(Metric.class);
    for (Map.Entry<String, JsonNode> entry : root.path("curves").properties()) {
      Metric metric = Metric.of(entry.getKey());
      List<PrecisionCurve.Step> steps = new ArrayList<>();
      for (JsonNode step : entry.getValue()) {
        steps.add(
            new PrecisionCurve.Step(
                number(step, "value").asDouble(),
                number(step, "precision").asDouble(),
                number(step, "hits").asLong()));
      }
      curves.put(metric, new PrecisionCurve(metric, steps));
    }
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("needs \"curves\" for cosine, euclidean or both");
    }
    return new Calibration(
        new Fingerprint(root.get("fingerprint").asText()),
        number(root, "pictures").asInt(),
        number(root, "classes").asInt(),
        number(root, "neighbours").asInt(),
        curves);
  }

  private static JsonNode number(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("needs a number \"" + name + "\", got " + value);
    }
    return value;
  }

  /** As {@link #fromJson} reads it. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("fingerprint", fingerprint.value());
    root.put("pictures", pictures).put("classes", classes).put("neighbours", neighbours);
    ObjectNode all = root.putObject("curves");
    for (Metric metric : Metric.values()) {
      curve(metric)
          .ifPresent(
              curve -> {
                ArrayNode steps = all.putArray(metric.id());
                for (PrecisionCurve.Step step : curve.steps()) {
                  steps
                      .addObject()
                      .put("value", step.value())
                      .put("precision", step.precision())
                      .put("hits", step.hits());
                }
              });
    }
    return root.toPrettyString() + "\n";
  }
}
