package org.ocellus.trainer.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU over a corpus (Papineni et al., "BLEU: a method for automatic evaluation of machine
 * translation", 2002): the geometric mean of the clipped precisions of runs of 1 to n words, times
 * a penalty if the captions together are shorter than the references nearest to each in length, of
 * two as near the shorter. Not smoothed: without one right run of n words it is 0.
 */
final class Bleu {
  private Bleu() {}

  /** BLEU-n, 0 to 1. */
  static double of(List<ScoredCaption> captions, int n) {
    double product = 1;
    for (int length = 1; length <= n; length++) {
      product *= precision(captions, length);
    }
    return Math.pow(product, 1.0 / n) * brevity(captions);
  }

  private static double precision(List<ScoredCaption> captions, int n) {
    long right = 0;
    long all = 0;
    for (ScoredCaption caption : captions) {
      Map<List<String>, Integer> most = new HashMap<>();
      for (List<String> reference : caption.references()) {
        NGrams.count(reference, n).forEach((run, count) -> most.merge(run, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> run : NGrams.count(caption.words(), n).entrySet()) {
        all += run.getValue();
        right += Math.min(run.getValue(), most.getOrDefault(run.getKey(), 0));
      }
    }
    return all == 0 ? 0 : (double) right / all;
  }

  private static double brevity(List<ScoredCaption> captions) {
    long ours = 0;
    long theirs = 0;
    for (ScoredCaption caption : captions) {
      int length = caption.words().size();
      ours += length;
      theirs +=
          caption.references().stream()
              .mapToInt(List::size)
              .sorted()
              .reduce((a, b) -> Math.abs(b - length) < Math.abs(a - length) ? b : a)
              .orElseThrow();
    }
    return ours == 0 ? 0 : Math.exp(Math.min(0, 1 - (double) theirs / ours));
  }
}
