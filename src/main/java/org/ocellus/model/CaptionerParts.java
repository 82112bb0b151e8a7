package org.ocellus.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.model.ModelFolder.Parts;

/**
 * The parts of a captioner, read from a folder in the layout of a Hugging Face export of a
 * vision-encoder-decoder model; {@link GraphFile} says where its graphs may lie.
 *
 * @param name what messages call it
 * @param encoder the graph {@code encoder_model.onnx}
 * @param decoder the graph {@code decoder_model.onnx}, or else {@code decoder_model_merged.onnx}
 * @param tokenizer {@code tokenizer.json}
 * @param preprocessing how a picture becomes the encoder's input
 * @param generation how sentences are searched for
 * @param begin the token that begins a sentence
 * @param end the token that ends one
 */
@SuppressWarnings("ArrayRecordComponent")
record CaptionerParts(
    String name,
    byte[] encoder,
    byte[] decoder,
    byte[] tokenizer,
    Preprocessing preprocessing,
    Generation generation,
    long begin,
    long end) {

  /** The most tokens where nothing says how many: that of Hugging Face's generation. */
  private static final int USUAL_LENGTH = 20;

  static CaptionerParts read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          "no captioner at " + folder + ": name a folder that holds encoder_model.onnx");
    }
    String name = "captioner " + folder;
    JsonNode generation = json(name, folder.resolve("generation_config.json"));
    JsonNode config = json(name, folder.resolve("config.json"));
    JsonNode beams = setting(generation, config, "num_beams");
    JsonNode penalty = setting(generation, config, "length_penalty");
    JsonNode length = setting(generation, config, "max_length");
    JsonNode start = setting(generation, config, "decoder_start_token_id");
    try {
      return new CaptionerParts(
          name,
          graph(folder, name, List.of("encoder_model")),
          graph(folder, name, List.of("decoder_model", "decoder_model_merged")),
          required(name, folder.resolve("tokenizer.json")),
          preprocessing(name, folder),
          new Generation(beams.asInt(1), penalty.asDouble(1), length.asInt(USUAL_LENGTH)),
          token(
              name,
              "decoder_start_token_id",
              start.isNumber() ? start : setting(generation, config, "bos_token_id")),
          token(name, "eos_token_id", setting(generation, config, "eos_token_id")));
    } catch (IllegalArgumentException e) {
      throw new ModelException(name + ": generation_config.json: " + e.getMessage(), e);
    }
  }

  private static Preprocessing preprocessing(String name, Path folder) throws IOException {
    String json =
        new String(
            required(name, folder.resolve("preprocessor_config.json")), StandardCharsets.UTF_8);
    try {
      return Preprocessing.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new ModelException(name + ": preprocessor_config.json: " + e.getMessage(), e);
    }
  }

  private static byte[] graph(Path folder, String name, List<String> kinds) throws IOException {
    Parts parts = Parts.in(folder);
    String file = GraphFile.find(folder.toString(), parts, kinds);
    byte[] graph = file == null ? null : GraphFile.read(folder.toString(), parts, file);
    if (graph == null) {
      throw new ModelException(
          "%s lacks %s.onnx: export it as Hugging Face's Optimum does, or ./ocellus train-captioner; decoder_with_past_model.onnx alone cannot begin a sentence"
              .formatted(name, String.join(".onnx or ", kinds)));
    }
    return graph;
  }

  private static byte[] required(String name, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          name + " lacks " + file.getFileName() + ": copy it from where the model came from");
    }
    return Files.readAllBytes(file);
  }

  private static JsonNode json(String name, Path file) throws IOException {
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode node =
          Files.isRegularFile(file) ? mapper.readTree(file.toFile()) : mapper.createObjectNode();
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new ModelException(
          name + ": " + file.getFileName() + " is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new ModelException(name + ": " + file.getFileName() + " is no JSON object");
  }

  /** What the generation's file says, else the model's, else what the model says of its decoder. */
  private static JsonNode setting(JsonNode generation, JsonNode config, String setting) {
    for (JsonNode node : List.of(generation, config, config.path("decoder"))) {
      if (node.hasNonNull(setting)) {
        return node.get(setting);
      }
    }
    return generation.path(setting);
  }

  private static long token(String name, String setting, @Nullable JsonNode node)
      throws ModelException {
    JsonNode number = node != null && node.isArray() && !node.isEmpty() ? node.get(0) : node;
    if (number == null || !number.canConvertToLong() || !number.isIntegralNumber()) {
      throw new ModelException(
          name + ": generation_config.json does not say which token is the " + setting);
    }
    return number.asLong();
  }
}
