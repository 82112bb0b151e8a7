package org.ocellus.query;

/**
 * Pictures whose caption has words of this sentence: English stemming, stop words left out.
 *
 * @param sentence with at least one word that is no stop word; checked when it is asked
 */
public record Text(String sentence, Options options) implements VisualQuery {
  public Text {
    if (sentence.isBlank()) {
      throw new IllegalArgumentException(
          "a text query needs words, got \"" + sentence + "\": say what the picture shows");
    }
  }

  @Override
  public Text with(Options changed) {
    return new Text(sentence, changed);
  }
}
