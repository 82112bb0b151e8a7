package org.ocellus.trainer.network;

import java.util.Collection;
import java.util.Comparator;

/**
 * How many letters must be put in, left out or changed to make one word of another (Levenshtein).
 */
final class EditDistance {
  private EditDistance() {}

  /** The name that is least far from {@code word}; of equals the first. */
  static String nearest(String word, Collection<String> names) {
    return names.stream().min(Comparator.comparingInt(name -> of(word, name))).orElseThrow();
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
