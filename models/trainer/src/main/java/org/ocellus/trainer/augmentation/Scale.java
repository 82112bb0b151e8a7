package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Geometric.between;
import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A part of the picture at the size of the whole (Szegedy et al., "Going deeper with convolutions",
 * 2015, known as random resized crop), or the picture smaller than it was.
 *
 * @param smallest least area of the part, as a share of the picture's; 1 is neutral
 * @param largest greatest area; above 1 the picture shrinks and lies anywhere on its continued
 *     border; 1 is neutral
 * @param aspect greatest ratio of the part's sides; 1 is neutral
 */
public record Scale(@Nullable Double smallest, @Nullable Double largest, @Nullable Double aspect)
    implements Geometric {

  /** Checks the ranges; what is absent is neutral. */
  public Scale {
    largest = within("scale.largest", largest, 1, 0.01, 16);
    smallest = within("scale.smallest", smallest, Math.min(1, largest), 0.01, largest);
    aspect = within("scale.aspect", aspect, 1, 1, 4);
  }

  @Override
  public Homography draw(RandomGenerator random, int size) {
    double area = between(smallest, largest, random);
    double logAspect = Math.log(aspect);
    double ratio = Math.exp(between(-logAspect, logAspect, random));
    double width = Math.sqrt(area * ratio);
    double height = Math.sqrt(area / ratio);
    return Homography.stretch(
        width,
        height,
        between(-1, 1, random) * Math.abs(1 - width),
        between(-1, 1, random) * Math.abs(1 - height));
  }
}
