package org.ocellus.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
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
 * @param folder the model's
 */
record TextParts(
    String encoder,
    String tokenizer,
    @Nullable String pooling,
    @Nullable String projection,
    @Nullable String imageOutput,
    Parts folder) {

  /** The mean of the tokens' vectors, at unit length. */
  static final String MEAN = "mean";

  private static final String ONNX = ".onnx";
  private static final String TOKENIZER = "-tokenizer.json";

  /** Where Hugging Face exports have it. */
  private static final String[] USUAL = {"text_model.onnx", "onnx/text_model.onnx"};

  /**
   * Those that the configuration names, or a folder has under their usual names.
   *
   * @param text the configuration's {@code ocellus.text}
   * @return null if there are none
   */
  static @Nullable TextParts of(JsonNode text, Parts folder) throws IOException {
    String encoder = ModelFolder.text(text, "encoder");
    for (int i = 0; encoder == null && i < USUAL.length; i++) {
      encoder = folder.has(USUAL[i]) ? USUAL[i] : null;
    }
    if (encoder == null) {
      return null;
    }
    String tokenizer = ModelFolder.text(text, "tokenizer");
    String usual = isFile(encoder) ? "tokenizer.json" : encoder + TOKENIZER;
    return new TextParts(
        encoder,
        tokenizer == null ? usual : tokenizer,
        ModelFolder.text(text, "pooling"),
        ModelFolder.text(text, "projection"),
        ModelFolder.text(text, "image_output"),
        folder);
  }

  /** An encoder that lies on the class path, alone. */
  static TextParts onClassPath(String encoder) {
    return new TextParts(encoder, encoder + TOKENIZER, null, null, null, part -> null);
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
      return "reads text with " + encoder + ", but has no " + tokenizer + " beside it";
    }
    return projection == null || folder.has(projection)
        ? null
        : "reads text through " + projection + ", which is not in its folder";
  }

  byte[] graph() throws IOException {
    return there(place(), graphName());
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
    byte[] bytes = place.read(part);
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
