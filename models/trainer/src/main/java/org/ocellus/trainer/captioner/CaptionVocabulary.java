package org.ocellus.trainer.captioner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens that sentences are written in: a few special ones, then words, the most frequent
 * first. Immutable.
 */
public final class CaptionVocabulary {
  /** The number of what fills up shorter sentences of a batch. */
  public static final int PAD = 0;

  /** The number of what begins a sentence. */
  public static final int BEGIN = 1;

  /** The number of what ends a sentence. */
  public static final int END = 2;

  /** The number that stands for any word that is not known. */
  public static final int UNKNOWN = 3;

  /** The special tokens, by their numbers. */
  public static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>", "<unk>");

  private final List<String> tokens;
  private final Map<String, Integer> numbers = new HashMap<>();

  private CaptionVocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      numbers.put(tokens.get(i), i);
    }
  }

  /**
   * The words that sentences have at least {@code minimum} times; of two as frequent, the
   * alphabetically first comes first.
   */
  public static CaptionVocabulary of(List<List<String>> sentences, int minimum) {
    Map<String, Integer> counts = new HashMap<>();
    sentences.forEach(words -> words.forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<String> tokens = new ArrayList<>(SPECIAL);
    counts.entrySet().stream()
        .filter(word -> word.getValue() >= minimum)
        .sorted(
            Comparator.<Map.Entry<String, Integer>>comparingInt(word -> -word.getValue())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(word -> tokens.add(word.getKey()));
    return new CaptionVocabulary(tokens);
  }

  /** All tokens by their numbers. */
  public List<String> tokens() {
    return tokens;
  }

  /** How many tokens there are. */
  public int size() {
    return tokens.size();
  }

  /** A word's number, or {@link #UNKNOWN}. */
  public int number(String word) {
    return numbers.getOrDefault(word, UNKNOWN);
  }

  /** The words of token numbers up to the end, special ones left out. */
  public List<String> words(List<Integer> ids) {
    return ids.stream()
        .takeWhile(id -> id != END)
        .filter(id -> id >= SPECIAL.size())
        .map(tokens::get)
        .toList();
  }
}
