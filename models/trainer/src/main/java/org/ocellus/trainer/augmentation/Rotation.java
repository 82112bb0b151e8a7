package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;

/**
 * A turn about the centre.
 *
 * @param degrees greatest angle to either side
 */
public record Rotation(double degrees) implements Geometric {

  /** Checks the range. */
  public Rotation {
    within("rotation", degrees, 0, 0, 180);
  }

  @Override
  public Homography draw(RandomGenerator random, int size) {
    double angle = Math.toRadians(between(-degrees, degrees, random));
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return Homography.affine(cos, -sin, 0, sin, cos, 0);
  }
}
