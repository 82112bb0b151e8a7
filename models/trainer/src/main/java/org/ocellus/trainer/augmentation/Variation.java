package org.ocellus.trainer.augmentation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One way in which pictures are varied, named after what a network must withstand. */
public sealed interface Variation
    permits Geometric, Background, Viewpoint, Lighting, Cover, Occlusion, Mixing {

  /** The name that recipes call it. */
  default String name() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * A number that is in its range, or the neutral one if it is absent.
   *
   * @throws IllegalArgumentException if it is not in {@code low … high}, naming the property
   */
  static double within(
      String property, @Nullable Double value, double neutral, double low, double high) {
    if (value == null) {
      return neutral;
    }
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          "'%s' must be from %s to %s, got %s".formatted(property, low, high, value));
    }
    return value;
  }
}
