package org.ocellus.query;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.Languages;

/**
 * Pictures that this sentence describes: whose caption or tags have its words, whose caption means
 * the like, and that look like it. All these are fused by their scores ({@link
 * Fused.Fusion#WEIGHTED}), as far as the index and its model have them; where there are but words,
 * those alone are the question, with their score. Each may be asked alone, and be weighted
 * otherwise in a {@link Fused} question of one's own.
 *
 * @param sentence with at least one word that is no stop word, where it is asked by words alone;
 *     checked then
 * @param language of the captions asked, as {@link Languages#code} has it, {@code en} meaning those
 *     that name no language too; null to ask all captions as if they were English, which finds
 *     words of other languages as they are written but not in their other forms. With a language,
 *     words of captions alone are asked
 * @param by what is compared with the sentence
 */
public record Text(String sentence, @Nullable String language, By by, Options options)
    implements VisualQuery {

  /** What is compared with a sentence. */
  public enum By {
    /** All that can be, fused. */
    ALL(1),
    /** Words of captions and, where no language is asked for, of tags and predicted ones: BM25. */
    WORDS(0.25),
    /** What captions mean: the cosine of the sentence's vector with theirs. */
    CAPTIONS(1),
    /** What pictures show: the cosine of the sentence's vector with their place among sentences. */
    PICTURES(0.5);

    private final double weight;

    By(double weight) {
      this.weight = weight;
    }

    /** The name used in a line: {@code words}… */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How much it counts among {@link #ALL}. {@link #WORDS} counts by the share of the sentence's
     * words that the index has, those of captions alone by the share of captions that people wrote,
     * and by a hundredth at least: one word of ten, met in a predicted tag, says less than what a
     * picture shows.
     */
    public double weight() {
      return weight;
    }
  }

  public Text {
    if (sentence.isBlank()) {
      throw new IllegalArgumentException(
          "a text query needs words, got \"" + sentence + "\": say what the picture shows");
    }
    language = language == null ? null : Languages.code(language);
    if (language != null && (by == By.CAPTIONS || by == By.PICTURES)) {
      throw new IllegalArgumentException(
          "a language is for words: what captions mean and pictures show is asked without one");
    }
  }

  /** Compares this alone with the sentence. */
  public Text by(By other) {
    return new Text(sentence, language, other, options);
  }

  /**
   * Asks captions in this language alone, analysed as it needs.
   *
   * @param code an ISO 639 code such as {@code de}
   */
  public Text in(String code) {
    return new Text(sentence, code, by, options);
  }

  @Override
  public Text with(Options changed) {
    return new Text(sentence, language, by, changed);
  }
}
