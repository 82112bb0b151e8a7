package org.ocellus.trainer.caption;

import java.util.List;

/**
 * A machine's caption of a picture and what people wrote of the same picture, as words.
 *
 * @param words of the machine's
 * @param references of people's, at least one
 */
public record ScoredCaption(List<String> words, List<List<String>> references) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no reference
   */
  public ScoredCaption {
    words = List.copyOf(words);
    references = references.stream().map(List::copyOf).toList();
    if (references.isEmpty()) {
      throw new IllegalArgumentException("'" + String.join(" ", words) + "' has no reference");
    }
  }

  /** Sentences as {@link Words} divides them. */
  public static ScoredCaption of(String caption, List<String> references) {
    return new ScoredCaption(Words.of(caption), references.stream().map(Words::of).toList());
  }
}
