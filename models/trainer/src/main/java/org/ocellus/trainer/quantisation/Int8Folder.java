package org.ocellus.trainer.quantisation;

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
import java.util.stream.Stream;

/** The model folder of an int8 network: that of the float one with another graph. */
final class Int8Folder {
  private static final String CARD = "README.md";
  private static final String CONFIG = "config.json";

  /** Measured scores are about the float network's embeddings, and say so by their fingerprint. */
  private static final Set<String> LEFT_OUT = Set.of("calibration.json", CARD, CONFIG);

  private Int8Folder() {}

  /**
   * Writes the network and copies what lies beside the float one's; not its networks, nor what was
   * measured of it.
   *
   * @param folder made if it is missing
   */
  static void write(Path from, Path folder, byte[] graph) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), graph);
    for (Path file : files(from)) {
      String name = file.getFileName().toString();
      if (!LEFT_OUT.contains(name) && !name.contains(".onnx")) {
        Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path config = from.resolve(CONFIG);
    if (Files.exists(config)) {
      Files.write(folder.resolve(CONFIG), renamed(config));
    }
  }

  /** Writes the model card: the float network's, and what was measured. */
  static void describe(Path from, Path folder, Int8Report report) throws IOException {
    Path card = from.resolve(CARD);
    String known =
        Files.exists(card)
            ? Files.readString(card)
            : "# " + from.toAbsolutePath().normalize().getFileName();
    Files.writeString(
        folder.resolve(CARD),
        known.stripTrailing()
            + "\n\n## As int8\n\nThis folder holds the int8 form of the network described above; all"
            + " figures above are about float32.\n\n"
            + report.toMarkdown()
            + "Int8 gains most where the processor has instructions for it (x86: VNNI, ARM: dot"
            + " product).\n");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Messages would confuse two models of one name. */
  private static byte[] renamed(Path config) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    JsonNode root = json.readTree(config.toFile());
    if (root.path("ocellus") instanceof ObjectNode ours && ours.hasNonNull("name")) {
      ours.put("name", ours.get("name").asText() + "-int8");
    }
    return json.writeValueAsBytes(root);
  }
}
