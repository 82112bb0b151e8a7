package org.ocellus.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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

  private static final List<String> ENCODER = List.of("encoder_model");
  private static final List<String> DECODER = List.of("decoder_model", "decoder_model_merged");

  /** The most tokens where nothing says how many: that of Hugging Face's generation. */
  private static final int USUAL_LENGTH = 20;

  /** Whether there is a captioner among the files of a model. */
  static boolean in(String location, Parts files) throws IOException {
    return GraphFile.find(location, files, ENCODER) != null;
  }

  /**
   * @param name what messages call it
   * @param location of its folder, for messages
   */
  static CaptionerParts read(String name, String location, Parts files) throws IOException {
    JsonNode generation = json(name, "generation_config.json", files);
    JsonNode config = json(name, "config.json", files);
    JsonNode beams = setting(generation, config, "num_beams");
    JsonNode penalty = setting(generation, config, "length_penalty");
    JsonNode repeat = setting(generation, config, "no_repeat_ngram_size");
    JsonNode length = setting(generation, config, "max_length");
    JsonNode start = setting(generation, config, "decoder_start_token_id");
    try {
      return new CaptionerParts(
          name,
          graph(location, files, name, ENCODER),
          graph(location, files, name, DECODER),
          required(name, "tokenizer.json", files),
          ModelFolder.preprocessing(name, files),
          new Generation(
              beams.asInt(1), penalty.asDouble(1), length.asInt(USUAL_LENGTH), repeat.asInt(0)),
          token(
              name,
              "decoder_start_token_id",
              start.isNumber() ? start : setting(generation, config, "bos_token_id")),
          token(name, "eos_token_id", setting(generation, config, "eos_token_id")));
    } catch (IllegalArgumentException e) {
      throw new ModelException(name + ": generation_config.json: " + e.getMessage(), e);
    }
  }

  private static byte[] graph(String location, Parts files, String name, List<String> kinds)
      throws IOException {
    String file = GraphFile.find(location, files, kinds);
    byte[] graph = file == null ? null : GraphFile.read(location, files, file);
    if (graph == null) {
      throw new ModelException(
          "%s lacks %s.onnx: export it as Hugging Face's Optimum does, or ./ocellus train-captioner; decoder_with_past_model.onnx alone cannot begin a sentence"
              .formatted(name, String.join(".onnx or ", kinds)));
    }
    return graph;
  }

  private static byte[] required(String name, String file, Parts files) throws IOException {
    byte[] bytes = files.read(file);
    if (bytes == null) {
      throw new ModelException(
          name + " lacks " + file + ": copy it from where the model came from");
    }
    return bytes;
  }

  private static JsonNode json(String name, String file, Parts files) throws IOException {
    byte[] bytes = files.read(file);
    try {
      JsonNode node = new ObjectMapper().readTree(bytes == null ? new byte[] {'{', '}'} : bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new ModelException(name + ": " + file + " is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new ModelException(name + ": " + file + " is no JSON object");
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
