package org.ocellus.trainer.caption;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A sentence as words, near to what the Penn Treebank's tokenizer and coco-caption make of it:
 * lower case, without punctuation, contractions apart ("isn't" is "is" and "n't", "man's" is "man"
 * and "'s"), hyphens and decimal points within words kept.
 */
public final class Words {
  /**
   * A word of a sentence in lower case, in a syntax that Java and Oniguruma, of which Hugging
   * Face's tokenizers are made, understand alike.
   */
  public static final String PATTERN =
      "[\\p{L}\\p{M}\\p{N}]+?(?=n['’]t(?!\\p{L}))|n['’]t(?!\\p{L})"
          + "|['’](?:s|m|d|re|ve|ll)(?!\\p{L})"
          + "|[\\p{L}\\p{M}\\p{N}]+(?:-[\\p{L}\\p{M}\\p{N}]+|[.,]\\p{N}+)*";

  private static final Pattern WORD = Pattern.compile(PATTERN);

  private Words() {}

  /** The words in their order. */
  public static List<String> of(String sentence) {
    return WORD.matcher(sentence.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .map(word -> word.replace('’', '\''))
        .toList();
  }
}
