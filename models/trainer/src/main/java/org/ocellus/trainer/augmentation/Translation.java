package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;

/**
 * A move by whole pixels, which blurs nothing; the border is continued. 0.125 is the ±4 pixels of
 * 32 that are usual for CIFAR (He et al., "Deep residual learning", 2016).
 *
 * @param share greatest move along each axis, as a share of the side
 */
public record Translation(double share) implements Geometric {

  /** Checks the range. */
  public Translation {
    within("translation", share, 0, 0, 1);
  }

  @Override
  public Homography draw(RandomGenerator random, int size) {
    int pixels = (int) Math.round(share * size);
    double x = 2.0 * random.nextInt(-pixels, pixels + 1) / size;
    double y = 2.0 * random.nextInt(-pixels, pixels + 1) / size;
    return Homography.stretch(1, 1, x, y);
  }
}
