package org.ocellus.query;

import org.jspecify.annotations.Nullable;

/**
 * Pictures whose caption has words of this sentence, analysed as its language asks.
 *
 * @param sentence with at least one word that is no stop word; checked when it is asked
 * @param language of the captions asked: an ISO 639-1 code such as {@code de}; null for English, in
 *     which captions are that name no language
 */
public record Text(String sentence, @Nullable String language, Options options)
    implements VisualQuery {
  public Text {
    if (sentence.isBlank()) {
      throw new IllegalArgumentException(
          "a text query needs words, got \"" + sentence + "\": say what the picture shows");
    }
  }

  /** Asks captions in this language, an ISO 639-1 code. */
  public Text in(String code) {
    return new Text(sentence, code, options);
  }

  @Override
  public Text with(Options changed) {
    return new Text(sentence, language, changed);
  }
}
