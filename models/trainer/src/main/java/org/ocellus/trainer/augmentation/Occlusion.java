package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A rectangle of the mean colour over the picture (Zhong et al., "Random Erasing Data
 * Augmentation", 2020).
 *
 * @param probability how often; always by default
 * @param smallest least area of the rectangle, as a share of the picture's; 0.09 by default
 * @param largest greatest area; 0.25 by default
 */
public record Occlusion(
    @Nullable Double probability, @Nullable Double smallest, @Nullable Double largest)
    implements Variation {

  /** Checks the ranges. */
  public Occlusion {
    probability = within("occlusion.probability", probability, 1, 0, 1);
    largest = within("occlusion.largest", largest, 0.25, 0.001, 1);
    smallest = within("occlusion.smallest", smallest, Math.min(0.09, largest), 0.001, largest);
  }

  /** Perhaps occludes a normalised picture, in which the mean colour is 0. */
  void apply(RandomGenerator random, float[] rgb, int size) {
    if (random.nextDouble() >= probability) {
      return;
    }
    int width = side(random, size);
    int height = side(random, size);
    int left = random.nextInt(size - width + 1);
    int top = random.nextInt(size - height + 1);
    for (int y = top; y < top + height; y++) {
      int row = 3 * (y * size + left);
      Arrays.fill(rgb, row, row + 3 * width, 0);
    }
  }

  private int side(RandomGenerator random, int size) {
    return (int) (size * between(Math.sqrt(smallest), Math.sqrt(largest), random));
  }
}
