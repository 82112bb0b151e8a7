package org.ocellus.trainer.augmentation;

import static org.ocellus.trainer.augmentation.Variation.within;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Two pictures in one, and their targets mixed in the same proportion: {@code mixup} is their
 * weighted mean (Zhang et al., "mixup", 2018), {@code cutmix} a rectangle of one in the other (Yun
 * et al., "CutMix", 2019). If both are given, each is taken half of the time. The part of the
 * picture itself is always the larger one.
 *
 * @param mixup α of the beta distribution of a picture's part; 0 is neutral
 * @param cutmix the same
 */
public record Mixing(@Nullable Double mixup, @Nullable Double cutmix) implements Variation {

  /** Checks the ranges; what is absent is neutral. */
  public Mixing {
    mixup = within("mixing.mixup", mixup, 0, 0, 1);
    cutmix = within("mixing.cutmix", cutmix, 0, 0, 1);
  }

  /**
   * Mixes another picture into this one.
   *
   * @param rgb the picture, changed
   * @param other the other picture, of the same size and as normalised
   * @return the part that the picture itself has now, 0.5 to 1; that of the other is the rest
   */
  public double apply(RandomGenerator random, float[] rgb, float[] other, int size) {
    boolean cut = cutmix > 0 && (mixup == 0 || random.nextBoolean());
    double alpha = cut ? cutmix : mixup;
    if (alpha == 0) {
      return 1;
    }
    double beta = beta(alpha, random);
    double own = Math.max(beta, 1 - beta);
    return cut ? cut(own, random, rgb, other, size) : mix(own, rgb, other);
  }

  private static double mix(double own, float[] rgb, float[] other) {
    float part = (float) (1 - own);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] += part * (other[i] - rgb[i]);
    }
    return own;
  }

  private static double cut(
      double own, RandomGenerator random, float[] rgb, float[] other, int size) {
    int side = (int) (size * Math.sqrt(1 - own));
    int left = random.nextInt(size - side + 1);
    int top = random.nextInt(size - side + 1);
    for (int y = top; y < top + side; y++) {
      int row = 3 * (y * size + left);
      System.arraycopy(other, row, rgb, row, 3 * side);
    }
    return 1 - (double) side * side / ((double) size * size);
  }

  /** Beta(α, α) for α in (0, 1] by Jöhnk's method (Metrika 8, 1964). */
  private static double beta(double alpha, RandomGenerator random) {
    while (true) {
      double x = Math.pow(random.nextDouble(), 1 / alpha);
      double y = Math.pow(random.nextDouble(), 1 / alpha);
      if (x + y > 0 && x + y <= 1) {
        return x / (x + y);
      }
    }
  }
}
