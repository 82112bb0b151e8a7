package org.ocellus.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.model.ModelFolder.Parts;

/**
 * What a model's sentence encoder is made of. Its parts are read when it is opened, for they are
 * large, and who only looks for pictures does not need them.
 *
 * @param encoder an ONNX file of the folder, or, without {@code .onnx}, the name of an encoder that
 *     lies on the class path as an artifact's resource
 * @param tokenizer the name of its {@code tokenizer.json}, at the same place
 * @param pooling {@link #MEAN}, or the output that is the sentence's vector; null to go by the
 *     usual names
 * @param projection an ONNX file of the folder that takes the pooled vector further; null for none
 * @param imageOutput which output of the picture network shares the space; null to go by the usual
 *     names
 * @param positions how many tokens the configuration says that the network has places for; null
 *     where it does not
 * @param siglip whether the model is of that family: sentences are filled up to the most tokens,
 *     and {@code pooler_output} is their vector
 * @param pictures how pictures become input, for a graph that takes one beside each sentence; null
 *     where there are none
 * @param location of the model's folder, for messages
 * @param folder the model's
 */
record TextParts(
    String encoder,
    String tokenizer,
    @Nullable String pooling,
    @Nullable String projection,
    @Nullable String imageOutput,
    @Nullable Integer positions,
    boolean siglip,
    @Nullable Preprocessing pictures,
    String location,
    Parts folder) {

  /** The mean of the tokens' vectors, at unit length. */
  static final String MEAN = "mean";

  private static final String ONNX = ".onnx";
  private static final String TOKENIZER = "-tokenizer.json";

  /**
   * Those that the configuration names, or a folder has under their usual names.
   *
   * @param config the model's configuration
   * @return null if there are none
   */
  static @Nullable TextParts of(
      String location, JsonNode config, Preprocessing pictures, Parts folder) throws IOException {
    String encoder = encoder(location, config.path("ocellus").path("text"), folder);
    return encoder == null ? null : inGraph(encoder, location, config, pictures, folder);
  }

  /** The same for a known encoder. */
  static TextParts inGraph(
      String encoder, String location, JsonNode config, Preprocessing pictures, Parts folder) {
    JsonNode text = config.path("ocellus").path("text");
    String tokenizer = ModelFolder.text(text, "tokenizer");
    String usual = isFile(encoder) ? "tokenizer.json" : encoder + TOKENIZER;
    return new TextParts(
        encoder,
        tokenizer == null ? usual : tokenizer,
        ModelFolder.text(text, "pooling"),
        ModelFolder.text(text, "projection"),
        ModelFolder.text(text, "image_output"),
        isFile(encoder) ? positions(config) : null,
        isSiglip(config),
        pictures,
        location,
        folder);
  }

  /** The one named, or the file of a folder; null if there is none. */
  static @Nullable String encoder(String location, JsonNode text, Parts folder) throws IOException {
    String named = ModelFolder.text(text, "encoder");
    return named == null ? GraphFile.find(location, folder, List.of("text_model")) : named;
  }

  private static @Nullable Integer positions(JsonNode config) {
    JsonNode of = config.has("text_config") ? config.path("text_config") : config;
    JsonNode positions = of.path("max_position_embeddings");
    return positions.isInt() ? positions.asInt() : null;
  }

  /** Whether a configuration is that of a SigLIP, whose two sides are pooled and not projected. */
  static boolean isSiglip(JsonNode config) {
    return config.path("model_type").asText().startsWith("siglip");
  }

  /** An encoder that lies on the class path, alone. */
  static TextParts onClassPath(String encoder) {
    return new TextParts(
        encoder,
        encoder + TOKENIZER,
        null,
        null,
        null,
        null,
        false,
        null,
        "class path",
        part -> null);
  }

  private static boolean isFile(String encoder) {
    return encoder.endsWith(ONNX);
  }

  /** What is not there, as the end of a sentence that begins with the model; null if all is. */
  @Nullable String missing() throws IOException {
    Parts place = place();
    if (!place.has(graphName())) {
      return isFile(encoder)
          ? "reads text with " + encoder + ", which is not in its folder"
          : """
          reads text with %1$s, which is not on the class path: add the dependency \
          dev.langchain4j:langchain4j-embeddings-%1$s, without its own dependencies"""
              .formatted(encoder);
    }
    if (!place.has(tokenizer)) {
      return """
          reads text with %s, but has no %s beside it: copy it from where the model came from, or \
          save the tokenizer in that form, as Hugging Face's AutoTokenizer does"""
          .formatted(encoder, tokenizer);
    }
    return projection == null || folder.has(projection)
        ? null
        : "reads text through " + projection + ", which is not in its folder";
  }

  byte[] graph() throws IOException {
    return present(GraphFile.read(location, place(), graphName()), graphName());
  }

  byte[] tokenizerJson() throws IOException {
    return there(place(), tokenizer);
  }

  /** {@code tokenizer_config.json}; null where there is none. */
  byte @Nullable [] tokenizerConfig() throws IOException {
    return isFile(encoder) ? folder.read("tokenizer_config.json") : null;
  }

  byte @Nullable [] projectionGraph() throws IOException {
    return projection == null ? null : there(folder, projection);
  }

  private static byte[] there(Parts place, String part) throws IOException {
    return present(place.read(part), part);
  }

  private static byte[] present(byte @Nullable [] bytes, String part) throws ModelException {
    if (bytes == null) {
      throw new ModelException(part + " has vanished");
    }
    return bytes;
  }

  private String graphName() {
    return isFile(encoder) ? encoder : encoder + ONNX;
  }

  private Parts place() {
    return isFile(encoder) ? folder : TextParts.class.getClassLoader()::getResourceAsStream;
  }
}
