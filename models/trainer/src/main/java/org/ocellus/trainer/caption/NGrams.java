package org.ocellus.trainer.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of n words of a sentence. */
final class NGrams {
  private NGrams() {}

  /** How often each run of {@code n} words is there. */
  static Map<List<String>, Integer> count(List<String> words, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int from = 0; from + n <= words.size(); from++) {
      counts.merge(words.subList(from, from + n), 1, Integer::sum);
    }
    return counts;
  }
}
