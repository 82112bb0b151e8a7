package org.ocellus.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;

/**
 * What was chosen when an index was created; kept as {@code ocellus.json} in its folder.
 *
 * @param format version of the layout
 * @param metrics the metrics it holds vectors for, at least one
 * @param quantization of the vectors; an index that says nothing of it has none
 * @param model name of the model it was created with; null without one
 * @param modelFolder where that model lay; null for a bundled one
 * @param id of the index, a random one, by which a backup knows what it is of; null in what one
 *     generation says of itself, and in indexes of before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IndexSettings(
    int format,
    Set<Metric> metrics,
    Quantization quantization,
    @Nullable String model,
    @Nullable String modelFolder,
    @Nullable String id) {

  static final int FORMAT = 2;
  static final String FILE = "ocellus.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public IndexSettings {
    if (metrics == null || metrics.isEmpty()) {
      throw new IllegalArgumentException("an index needs at least one metric");
    }
    metrics = Set.copyOf(metrics);
    quantization = quantization == null ? Quantization.NONE : quantization;
  }

  /** Those of a new index. */
  static IndexSettings of(
      VectorStorage vectors, @Nullable String model, @Nullable String modelFolder) {
    return new IndexSettings(
        FORMAT, vectors.metrics(), vectors.quantization(), model, modelFolder, null);
  }

  /** The same for a new index. */
  IndexSettings withNewId() {
    return new IndexSettings(
        format, metrics, quantization, model, modelFolder, UUID.randomUUID().toString());
  }

  /** The same with a model that lies elsewhere. */
  IndexSettings withModel(String otherModel, @Nullable String otherFolder) {
    return new IndexSettings(format, metrics, quantization, otherModel, otherFolder, id);
  }

  /** Whether this folder holds settings, and so an index. */
  static boolean existIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /**
   * @throws IndexException if this folder holds no index
   */
  static void requireIn(Path folder) throws IndexException {
    if (!existIn(folder)) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          "no index at %s: create it by indexing pictures, or name another folder"
              .formatted(folder));
    }
  }

  static IndexSettings read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    IndexSettings settings;
    try {
      settings = JSON.readValue(file.toFile(), IndexSettings.class);
    } catch (JsonProcessingException e) {
      throw new IndexException(
          IndexException.Reason.NOT_AN_INDEX,
          file + " is damaged (" + e.getOriginalMessage() + "): restore it from a backup",
          e);
    }
    if (settings.format != FORMAT) {
      throw new IndexException(
          IndexException.Reason.OTHER_VERSION,
          "index "
              + folder
              + " has format "
              + settings.format
              + ", this release reads format "
              + FORMAT
              + ": export it with the release that wrote it and import it here, or index the pictures anew");
    }
    return settings;
  }

  void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
  }

  /** The metric a query uses that names none: cosine where the index has it. */
  public Metric defaultMetric() {
    return metrics.contains(Metric.COSINE) ? Metric.COSINE : Metric.EUCLIDEAN;
  }

  /** How the vectors are kept. */
  public VectorStorage vectors() {
    return new VectorStorage(metrics, quantization);
  }
}
