package org.ocellus.trainer.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How many letters must be put in, left out or changed to make one word of another (Levenshtein).
 */
final class EditDistance {
  private EditDistance() {}

  /**
   * The end of a sentence that says that {@code word} is unknown: what was likely meant, and all
   * known words.
   */
  static String suggestion(String word, Collection<String> known) {
    List<String> sorted = known.stream().sorted().toList();
    String all = String.join(", ", sorted);
    return sorted.stream()
        .min(Comparator.comparingInt(name -> of(word, name)))
        .filter(nearest -> of(word, nearest) <= Math.max(2, word.length() / 3))
        .map(nearest -> "; did you mean '" + nearest + "'? Known are " + all)
        .orElse("; known are " + all);
  }

  static int of(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        row[j] =
            i == 0
                ? j
                : Math.min(
                    Math.min(above, row[j - 1]) + 1,
                    diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
