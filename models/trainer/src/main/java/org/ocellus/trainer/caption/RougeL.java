package org.ocellus.trainer.caption;

import java.util.List;

/**
 * ROUGE-L (Lin, "ROUGE: a package for automatic evaluation of summaries", 2004) as coco-caption has
 * it: of the longest common subsequence with each reference, the greatest precision and the
 * greatest recall, not always of the same reference, as an F-measure in which recall weighs {@value
 * #BETA} times as much; then the mean over the captions.
 */
final class RougeL {
  private static final double BETA = 1.2;

  private RougeL() {}

  /** The mean, 0 to 1. */
  static double of(List<ScoredCaption> captions) {
    return captions.stream().mapToDouble(RougeL::of).average().orElse(0);
  }

  private static double of(ScoredCaption caption) {
    double precision = 0;
    double recall = 0;
    for (List<String> reference : caption.references()) {
      int common = longestCommonSubsequence(caption.words(), reference);
      if (common > 0) {
        precision = Math.max(precision, (double) common / caption.words().size());
        recall = Math.max(recall, (double) common / reference.size());
      }
    }
    return precision == 0
        ? 0
        : (1 + BETA * BETA) * precision * recall / (recall + BETA * BETA * precision);
  }

  private static int longestCommonSubsequence(List<String> a, List<String> b) {
    int[] before = new int[b.size() + 1];
    for (String word : a) {
      int[] row = new int[b.size() + 1];
      for (int i = 0; i < b.size(); i++) {
        row[i + 1] = word.equals(b.get(i)) ? before[i] + 1 : Math.max(before[i + 1], row[i]);
      }
      before = row;
    }
    return before[b.size()];
  }
}
