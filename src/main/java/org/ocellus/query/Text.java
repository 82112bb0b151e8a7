package org.ocellus.query;

import org.jspecify.annotations.Nullable;
import org.ocellus.index.Languages;

/**
 * Pictures whose caption has words of this sentence, analysed as its language asks.
 *
 * @param sentence with at least one word that is no stop word; checked when it is asked
 * @param language of the captions asked, as {@link Languages#code} has it, {@code en} meaning those
 *     that name no language too; null to ask all captions as if they were English, which finds
 *     words of other languages as they are written but not in their other forms
 */
public record Text(String sentence, @Nullable String language, Options options)
    implements VisualQuery {
  public Text {
    if (sentence.isBlank()) {
      throw new IllegalArgumentException(
          "a text query needs words, got \"" + sentence + "\": say what the picture shows");
    }
    language = language == null ? null : Languages.code(language);
  }

  /**
   * Asks captions in this language alone, analysed as it needs.
   *
   * @param code an ISO 639 code such as {@code de}
   */
  public Text in(String code) {
    return new Text(sentence, code, options);
  }

  @Override
  public Text with(Options changed) {
    return new Text(sentence, language, changed);
  }
}
