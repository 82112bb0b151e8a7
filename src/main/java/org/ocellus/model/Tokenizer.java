package org.ocellus.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns sentences into the numbers of their tokens, as a Hugging Face {@code tokenizer.json} says.
 * Safe for use by any number of threads, but not while it is closed.
 */
final class Tokenizer implements AutoCloseable {
  /** Where nothing says how many tokens a network takes: that of BERT. */
  private static final int USUAL_LIMIT = 512;

  static {
    // DJL would tell its makers of each start in Amazon's cloud, and load other natives from the
    // network where it finds an NVIDIA card.
    setDefault("OPT_OUT_TRACKING", "true");
    setDefault("RUST_FLAVOR", "cpu");
  }

  private final HuggingFaceTokenizer tokenizer;

  /**
   * @param name what messages call the encoder it belongs to
   * @param json {@code tokenizer.json}
   * @param limit how many tokens a sentence has at most, those that begin and end it included
   * @param padded whether shorter ones are filled up to that
   */
  Tokenizer(String name, byte[] json, int limit, boolean padded) throws ModelException {
    String length = Integer.toString(limit);
    Map<String, String> options =
        Map.of(
            "truncation",
            "true",
            "maxLength",
            length,
            "modelMaxLength",
            length,
            "padding",
            padded ? "MAX_LENGTH" : "DO_NOT_PAD");
    // DJL looks for its natives with the thread's class loader, which in a server is often another.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(HuggingFaceTokenizer.class.getClassLoader());
    try {
      tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
    } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
      throw new ModelException(name + ": its tokenizer cannot be read: " + e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * How many tokens a sentence may have: the least of what {@code tokenizer.json} cuts it to, the
   * {@code model_max_length} of {@code tokenizer_config.json} and the network's places; {@value
   * #USUAL_LIMIT} where none is said.
   *
   * @param config null where there is none
   * @param positions of the network; null where they are not known
   */
  static int limit(String name, byte[] json, byte @Nullable [] config, @Nullable Integer positions)
      throws ModelException {
    JsonNode cut = read(name, json).path("truncation").path("max_length");
    JsonNode said = read(name, config).path("model_max_length");
    // Where nobody knows, Hugging Face writes 10^30.
    IntStream limits =
        Stream.of(cut, said)
            .filter(each -> each.isNumber() && each.canConvertToInt())
            .mapToInt(JsonNode::asInt);
    return IntStream.concat(limits, positions == null ? IntStream.empty() : IntStream.of(positions))
        .filter(limit -> limit > 0)
        .min()
        .orElse(USUAL_LIMIT);
  }

  /**
   * A tokenizer that says which token fills up a short sentence: the {@code pad_token} of {@code
   * tokenizer_config.json}, unless it says so itself.
   *
   * @param config null where there is none
   */
  static byte[] padding(String name, byte[] json, byte @Nullable [] config) throws IOException {
    JsonNode padding = read(name, config).path("pad_token");
    String token = padding.path("content").asText(padding.asText());
    JsonNode tokenizer = read(name, json);
    if (tokenizer.hasNonNull("padding") || !(tokenizer instanceof ObjectNode root)) {
      return json;
    }
    for (JsonNode added : root.path("added_tokens")) {
      if (added.path("content").asText().equals(token)) {
        root.putObject("padding")
            .put("direction", "Right")
            .putNull("pad_to_multiple_of")
            .put("pad_id", added.path("id").asInt())
            .put("pad_type_id", 0)
            .put("pad_token", token)
            .put("strategy", "BatchLongest");
        return new ObjectMapper().writeValueAsBytes(root);
      }
    }
    return json;
  }

  private static JsonNode read(String name, byte @Nullable [] json) throws ModelException {
    ObjectMapper mapper = new ObjectMapper();
    try {
      return json == null ? mapper.createObjectNode() : mapper.readTree(json);
    } catch (IOException e) {
      throw new ModelException(name + ": its tokenizer is not JSON: " + e.getMessage(), e);
    }
  }

  /** The tokens of a sentence; what is beyond the limit is left out. */
  Encoding encode(String sentence) {
    return tokenizer.encode(sentence);
  }

  /** The text of tokens, special ones left out. */
  String decode(long[] tokens) {
    return tokenizer.decode(tokens, true).strip();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
