package org.ocellus.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
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
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of(
                  "truncation",
                  "true",
                  "maxLength",
                  length,
                  "modelMaxLength",
                  length,
                  "padding",
                  padded ? "MAX_LENGTH" : "DO_NOT_PAD"));
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new ModelException(name + ": its tokenizer cannot be read: " + e.getMessage(), e);
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * How many tokens a sentence may have: what {@code tokenizer.json} cuts it to, else the {@code
   * model_max_length} of {@code tokenizer_config.json}, else {@value #USUAL_LIMIT}.
   *
   * @param config null where there is none
   */
  static int limit(String name, byte[] json, byte @Nullable [] config) throws ModelException {
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode cut = mapper.readTree(json).path("truncation").path("max_length");
      JsonNode said = config == null ? cut : mapper.readTree(config).path("model_max_length");
      // Where nobody knows, Hugging Face writes 10^30.
      return cut.canConvertToInt() && cut.isNumber()
          ? cut.asInt()
          : said.canConvertToInt() && said.isNumber() ? said.asInt() : USUAL_LIMIT;
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
