package org.ocellus.trainer.caption;

import java.util.List;

/**
 * How near captions are to what people wrote, each times 100 as papers print them, of the whole
 * set: BLEU-1 to 4 by Papineni et al. (2002) without smoothing, and ROUGE-L and CIDEr-D as
 * coco-caption has them (github.com/tylin/coco-caption), CIDEr-D with document frequencies from the
 * references of this set.
 *
 * @param bleu1 words, 0 to 100
 * @param bleu2 up to two words, 0 to 100
 * @param bleu3 up to three words, 0 to 100
 * @param bleu4 up to four words, 0 to 100
 * @param rougeL longest common subsequence, 0 to 100
 * @param ciderD consensus, 0 to 1000
 */
public record CaptionScores(
    double bleu1, double bleu2, double bleu3, double bleu4, double rougeL, double ciderD) {

  /**
   * Scores a set.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static CaptionScores of(List<ScoredCaption> captions) {
    if (captions.isEmpty()) {
      throw new IllegalArgumentException("there are no captions to score");
    }
    return new CaptionScores(
        100 * Bleu.of(captions, 1),
        100 * Bleu.of(captions, 2),
        100 * Bleu.of(captions, 3),
        100 * Bleu.of(captions, 4),
        100 * RougeL.of(captions),
        100 * CiderD.of(captions));
  }
}
