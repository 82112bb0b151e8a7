package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The picture, with its background, as a flat thing seen from another place.
 *
 * @param shear greatest slant of each axis in degrees, to either side; 0 is neutral
 * @param perspective how much nearer or farther an edge may be than the centre, as a part of the
 *     centre's distance; 0 is neutral
 */
public record Viewpoint(@Nullable Double shear, @Nullable Double perspective) implements Variation {

  /** Checks the ranges; what is absent is neutral. */
  public Viewpoint {
    shear = within("viewpoint.shear", shear, 0, 0, 40);
    perspective = within("viewpoint.perspective", perspective, 0, 0, 0.45);
  }

  /** A map from the picture seen so to the picture, as of {@link Geometric#draw}. */
  Homography draw(RandomGenerator random) {
    double x = Math.tan(Math.toRadians(between(-shear, shear, random)));
    double y = Math.tan(Math.toRadians(between(-shear, shear, random)));
    double nearerX = between(-perspective, perspective, random);
    double nearerY = between(-perspective, perspective, random);
    return new Homography(1, x, 0, y, 1, 0, nearerX, nearerY, 1);
  }
}
