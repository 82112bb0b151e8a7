package org.ocellus.trainer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A model folder made of another one: what lies beside the other's networks, with a network of its
 * own.
 */
public final class DerivedFolder {
  private static final String CARD = "README.md";
  private static final String CONFIG = "config.json";

  /** What makes captions sees with a network of its own. */
  private static final Set<String> CAPTIONER =
      Set.of("encoder_model.onnx", "decoder_model.onnx", "decoder_model_merged.onnx");

  /** Measured scores are about the other's embeddings, and say so by their fingerprint. */
  private static final Set<String> LEFT_OUT = Set.of("calibration.json", CARD, CONFIG);

  private DerivedFolder() {}

  /**
   * Checks that a new model does not replace the one that it is made of; to be called before any
   * work.
   *
   * @throws IOException if both folders are the same
   */
  public static void requireOther(Path from, Path to) throws IOException {
    if (Files.exists(to) && Files.isSameFile(from, to)) {
      throw new IOException("the new model needs a folder of its own, not " + from);
    }
  }

  /**
   * Writes the network and copies what lies beside the other's, the captioner's networks and that
   * for sentences too; not what was measured of it.
   *
   * @param to made if it is missing
   * @param graph the network, a serialised ONNX model
   * @param change what is changed in the configuration
   * @throws IOException if a file cannot be read or written
   */
  public static void write(Path from, Path to, byte[] graph, Consumer<ObjectNode> change)
      throws IOException {
    Files.createDirectories(to);
    Files.write(to.resolve("model.onnx"), graph);
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Path config = from.resolve(CONFIG);
    JsonNode read = Files.exists(config) ? json.readTree(config.toFile()) : json.createObjectNode();
    String projection = read.path("ocellus").path("text").path("projection").asText();
    for (Path file : files(from)) {
      String name = file.getFileName().toString();
      boolean kept = !name.contains(".onnx") || CAPTIONER.contains(name) || name.equals(projection);
      if (kept && !LEFT_OUT.contains(name)) {
        Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (read instanceof ObjectNode root) {
      change.accept(root);
    }
    Files.write(to.resolve(CONFIG), json.writeValueAsBytes(read));
  }

  /** Writes the model card: the other's, and a section more. */
  public static void describe(Path from, Path to, String section) throws IOException {
    Path card = from.resolve(CARD);
    String known =
        Files.exists(card)
            ? Files.readString(card)
            : "# " + from.toAbsolutePath().normalize().getFileName();
    Files.writeString(to.resolve(CARD), known.stripTrailing() + "\n\n" + section);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
