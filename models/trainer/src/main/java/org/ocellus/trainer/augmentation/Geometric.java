package org.ocellus.trainer.augmentation;

import java.util.random.RandomGenerator;

/** A variation that moves the picture in its frame. */
public sealed interface Geometric extends Variation permits Rotation, Scale, Translation, Flip {

  /**
   * Draws a map from the varied picture to its source; both reach from −1 to 1 in x and y.
   *
   * @param size width and height of the source in pixels
   */
  Homography draw(RandomGenerator random, int size);

  /** A number that is equally likely anywhere from {@code low} to {@code high}. */
  static double between(double low, double high, RandomGenerator random) {
    return low + (high - low) * random.nextDouble();
  }
}
