package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The picture shrunk and laid anywhere on another picture of the training, whose border shows
 * around it, also where another variation bares what lies outside.
 *
 * @param probability how often; always by default
 * @param smallest least share of the area that the picture keeps; 0.5 by default
 */
public record Background(@Nullable Double probability, @Nullable Double smallest)
    implements Variation {

  /** Checks the ranges. */
  public Background {
    probability = within("background.probability", probability, 1, 0, 1);
    smallest = within("background.smallest", smallest, 0.5, 0.05, 1);
  }

  boolean happens(RandomGenerator random) {
    return random.nextDouble() < probability;
  }

  /** A map from the picture with its background to the picture, as of {@link Geometric#draw}. */
  Homography draw(RandomGenerator random) {
    double stretch = 1 / Math.sqrt(between(smallest, 1, random));
    double free = stretch - 1;
    return Homography.stretch(
        stretch, stretch, between(-free, free, random), between(-free, free, random));
  }
}
