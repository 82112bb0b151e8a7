package org.ocellus.trainer.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr-D (Vedantam, Zitnick and Parikh, "CIDEr: consensus-based image description evaluation",
 * 2015) as coco-caption has it: the cosine of caption and reference as counts of runs of n words
 * weighted by their rarity, the caption's weights clipped to the reference's, times a Gaussian of
 * the difference in length; the mean over references and n = 1 to 4, times 10. A run is as rare as
 * few of the pictures have it in a reference.
 */
public final class CiderD {
  private static final int LONGEST = 4;
  private static final double SIGMA = 6;
  private static final double SCALE = 10;

  /** In how many pictures' references a run is. */
  private final Map<List<String>, Integer> frequencies = new HashMap<>();

  private final double logPictures;

  /**
   * Counts in how many pictures' references a run is.
   *
   * @param references of each picture, as words
   */
  public CiderD(List<List<List<String>>> references) {
    for (List<List<String>> ofPicture : references) {
      Set<List<String>> runs = new HashSet<>();
      for (List<String> reference : ofPicture) {
        for (int n = 1; n <= LONGEST; n++) {
          runs.addAll(NGrams.count(reference, n).keySet());
        }
      }
      runs.forEach(run -> frequencies.merge(run, 1, Integer::sum));
    }
    logPictures = Math.log(references.size());
  }

  /** The mean over the captions, 0 to 10; with one picture alone nothing is rare, and it is 0. */
  static double of(List<ScoredCaption> captions) {
    CiderD cider = new CiderD(captions.stream().map(ScoredCaption::references).toList());
    return captions.stream().mapToDouble(cider::score).average().orElse(0);
  }

  /** Of one caption, 0 to 10. */
  public double score(ScoredCaption caption) {
    List<Map<List<String>, Double>> ours = weights(caption.words());
    double sum = 0;
    for (List<String> reference : caption.references()) {
      List<Map<List<String>, Double>> theirs = weights(reference);
      double difference = caption.words().size() - reference.size();
      double penalty = Math.exp(-difference * difference / (2 * SIGMA * SIGMA));
      for (int n = 0; n < LONGEST; n++) {
        sum += clippedCosine(ours.get(n), theirs.get(n)) * penalty;
      }
    }
    return SCALE * sum / (LONGEST * caption.references().size());
  }

  private List<Map<List<String>, Double>> weights(List<String> words) {
    List<Map<List<String>, Double>> weights = new ArrayList<>();
    for (int n = 1; n <= LONGEST; n++) {
      Map<List<String>, Double> of = new HashMap<>();
      NGrams.count(words, n).forEach((run, count) -> of.put(run, count * rarity(run)));
      weights.add(of);
    }
    return weights;
  }

  private double rarity(List<String> run) {
    return logPictures - Math.log(frequencies.getOrDefault(run, 1));
  }

  private static double clippedCosine(
      Map<List<String>, Double> ours, Map<List<String>, Double> theirs) {
    double dot = 0;
    for (Map.Entry<List<String>, Double> run : ours.entrySet()) {
      double weight = theirs.getOrDefault(run.getKey(), 0.0);
      dot += Math.min(run.getValue(), weight) * weight;
    }
    double norms = norm(ours) * norm(theirs);
    return norms == 0 ? 0 : dot / norms;
  }

  private static double norm(Map<List<String>, Double> weights) {
    return Math.sqrt(weights.values().stream().mapToDouble(w -> w * w).sum());
  }
}
