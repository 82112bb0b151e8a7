package org.ocellus.trainer.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.storage.AtomicFile;
import org.ocellus.trainer.task.Regression;
import org.ocellus.trainer.training.TrainingException;

/**
 * Writes a model folder: {@code model.onnx}, {@code config.json}, {@code preprocessor_config.json}
 * and the model card {@code README.md}. Each file replaces its forerunner at once.
 */
public final class ModelFolderWriter {
  /** A graph that differs more than this from its network is not written. */
  private static final double TOLERANCE = 1e-4;

  private static final int PARITY_BATCH = 4;

  private final Path folder;
  private final @Nullable BorrowedSentences sentences;

  /**
   * Names the folder; it is created when first written.
   *
   * @param sentences how its sentences are read; null if it reads none
   */
  public ModelFolderWriter(Path folder, @Nullable BorrowedSentences sentences) {
    this.folder = folder;
    this.sentences = sentences;
  }

  /**
   * Exports a network, checked by ONNX Runtime, and its card.
   *
   * @param card what the card says; measures are taken from here
   * @param sample some real pictures, {@code [N, C, H, W]} in row-major order, on which graph and
   *     network are compared, as they are on random pixels
   * @throws TrainingException if the folder cannot be made or the graph does not agree with the
   *     network
   * @throws org.ocellus.trainer.storage.StorageException if a file cannot be written
   */
  public void write(Network network, ModelCard card, float[] sample) {
    double temperature = card.temperature();
    byte[] onnx = OnnxExport.of(network, card.recipe().name(), temperature);
    double difference;
    try {
      float[] random = ParityCheck.randomPixels(network.spec().input(), PARITY_BATCH);
      difference =
          Math.max(
              ParityCheck.greatestDifference(network, onnx, temperature, random),
              ParityCheck.greatestDifference(network, onnx, temperature, sample));
    } catch (IOException e) {
      throw new TrainingException("ONNX Runtime refuses the exported graph; report this bug", e);
    }
    if (!(difference <= TOLERANCE)) {
      throw new TrainingException(
          "the exported graph differs from the network by " + difference + "; report this bug");
    }
    try {
      Files.createDirectories(folder);
      AtomicFile.write(folder.resolve("model.onnx"), onnx);
      AtomicFile.write(folder.resolve("config.json"), config(network, card));
      AtomicFile.write(
          folder.resolve("preprocessor_config.json"),
          card.recipe().preprocessing().toJson().getBytes(UTF_8));
      AtomicFile.write(
          folder.resolve("README.md"), card.text(network, onnx.length, difference).getBytes(UTF_8));
    } catch (IOException e) {
      throw new TrainingException("cannot create " + folder + "; give another --out folder", e);
    }
  }

  private byte[] config(Network network, ModelCard card) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode config = json.createObjectNode();
    ObjectNode ours =
        config
            .putObject("ocellus")
            .put("name", card.recipe().name())
            .put("embedding", NetworkSpec.EMBEDDING)
            .put("dimension", network.spec().dimension());
    if (sentences != null) {
      sentences.into(folder, ours);
    }
    if (network.spec().heads().containsKey(Regression.VALUES)) {
      ArrayNode targets = ours.putArray("targets");
      card.dataset().targets().forEach(targets::add);
    }
    if (!network.spec().heads().containsKey(NetworkSpec.LOGITS)) {
      return json.writeValueAsBytes(config);
    }
    ours.put("logits", NetworkSpec.LOGITS);
    ObjectNode labels = config.putObject("id2label");
    List<String> names = card.data().classes().names();
    for (int i = 0; i < names.size(); i++) {
      labels.put(Integer.toString(i), names.get(i));
    }
    return json.writeValueAsBytes(config);
  }
}
