package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;

/**
 * Left and right exchanged.
 *
 * @param probability how often
 */
public record Flip(double probability) implements Geometric {

  /** Checks the range. */
  public Flip {
    within("flip", probability, 0, 0, 1);
  }

  @Override
  public Homography draw(RandomGenerator random, int size) {
    return Homography.stretch(random.nextDouble() < probability ? -1 : 1, 1, 0, 0);
  }
}
