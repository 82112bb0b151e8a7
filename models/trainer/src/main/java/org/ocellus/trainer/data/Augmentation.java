package org.ocellus.trainer.data;

/**
 * How pictures are varied at random during training; the neutral value of each number switches its
 * variation off.
 *
 * @param smallest least area of the random crop, as a part of the picture's area; 1 is neutral
 * @param largest greatest area; above 1 the picture shrinks and its border is repeated around it
 * @param aspect greatest ratio of the crop's sides, 1 is neutral
 * @param rotate greatest rotation to either side in degrees, 0 is neutral
 * @param flip probability of a left-right flip, 0 is neutral
 * @param jitter greatest relative change of brightness, contrast and saturation, 0 is neutral
 * @param erase probability that a rectangle is erased (Zhong et al., "Random Erasing Data
 *     Augmentation", 2020), 0 is neutral
 */
public record Augmentation(
    double smallest,
    double largest,
    double aspect,
    double rotate,
    double flip,
    double jitter,
    double erase) {
  /** No variation at all. */
  public static final Augmentation NONE = new Augmentation(1, 1, 1, 0, 0, 0, 0);

  /** Checks the ranges. */
  public Augmentation {
    check("smallest", smallest > 0 && smallest <= largest, smallest, "between 0 and 'largest'");
    check("largest", largest <= 4, largest, "at most 4");
    check("aspect", aspect >= 1 && aspect <= 4, aspect, "from 1 to 4");
    check("rotate", rotate >= 0 && rotate <= 180, rotate, "from 0 to 180 degrees");
    check("flip", flip >= 0 && flip <= 1, flip, "a probability");
    check("jitter", jitter >= 0 && jitter < 1, jitter, "from 0 to less than 1");
    check("erase", erase >= 0 && erase <= 1, erase, "a probability");
  }

  private static void check(String name, boolean holds, double value, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(
          "augmentation: '" + name + "' is " + value + "; it must be " + wanted);
    }
  }
}
