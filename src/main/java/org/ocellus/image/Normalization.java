package org.ocellus.image;

import java.util.List;

/**
 * {@code (sample - mean) / std} for each channel, in float arithmetic.
 *
 * @param mean of red, green, blue, on the scale of the rescaled samples
 * @param std of red, green, blue, above 0
 */
public record Normalization(List<Double> mean, List<Double> std) {

  /** Mean and deviation of ImageNet's training pictures, as torchvision and others publish them. */
  public static final Normalization IMAGENET =
      new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /**
   * Checks both lists.
   *
   * @throws IllegalArgumentException unless each holds three finite numbers, deviations above 0
   */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || !mean.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("image_mean must be three finite numbers, got " + mean);
    }
    if (std.size() != 3 || !std.stream().allMatch(s -> Double.isFinite(s) && s.floatValue() > 0)) {
      throw new IllegalArgumentException("image_std must be three numbers above 0, got " + std);
    }
  }

  float apply(float sample, int channel) {
    return (sample - mean.get(channel).floatValue()) / std.get(channel).floatValue();
  }
}
