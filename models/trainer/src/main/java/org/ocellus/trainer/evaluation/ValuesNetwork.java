package org.ocellus.trainer.evaluation;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.onnx.GraphRun;
import org.ocellus.trainer.onnx.Values;

/**
 * A model that predicts continuous values in its output {@code values}, of which the engine makes
 * no use; {@code ocellus.targets} in its {@code config.json} says what they are. Holds native
 * memory until closed.
 */
final class ValuesNetwork implements PictureRun.Network<float[]>, AutoCloseable {
  private static final String VALUES = "values";

  private final GraphRun run;
  private final Model model;
  private final int targets;

  /**
   * Opens the model's network once more.
   *
   * @param targets how many values it predicts
   * @throws ModelException if it has no output {@code values}
   */
  ValuesNetwork(Model model, int targets) throws IOException {
    this.model = model;
    this.targets = targets;
    int threads = Runtime.getRuntime().availableProcessors();
    run = new GraphRun(ModelProto.parseFrom(model.graph()), List.of(VALUES), threads);
  }

  /** The names of what a model predicts; none if it predicts no values. */
  static List<String> targets(Model model) throws IOException {
    List<String> names = new ArrayList<>();
    Path config = model.folder().map(folder -> folder.resolve("config.json")).orElse(null);
    if (config != null && Files.exists(config)) {
      JsonNode json = new ObjectMapper().readTree(Files.readString(config));
      json.at("/ocellus/targets").forEach(name -> names.add(name.asText()));
    }
    return names;
  }

  @Override
  public synchronized List<float[]> predict(List<Tensor> pictures) throws ModelException {
    Values values = run.run(pictures).get(VALUES);
    if (values == null || values.data().length != pictures.size() * targets) {
      throw new ModelException(
          "model %s: config.json names %d targets, but its output values is %s for %d pictures"
              .formatted(model.name(), targets, values, pictures.size()));
    }
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      rows.add(Arrays.copyOfRange(values.data(), i * targets, (i + 1) * targets));
    }
    return rows;
  }

  @Override
  public void close() {
    run.close();
  }
}
