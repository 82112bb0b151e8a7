package org.ocellus.trainer.data;

import java.util.random.RandomGenerator;

/** Factors of brightness, contrast (about mid-grey) and saturation (about BT.601 luma). */
record Jitter(float brightness, float contrast, float saturation) {
  private static final Jitter NONE = new Jitter(1, 1, 1);
  private static final float GREY = 127.5f;

  static Jitter random(double strength, RandomGenerator random) {
    return strength == 0
        ? NONE
        : new Jitter(factor(strength, random), factor(strength, random), factor(strength, random));
  }

  /** Changes a colour of three values 0…255 in place and keeps it in that range. */
  void apply(float[] rgb) {
    if (this == NONE) {
      return;
    }
    float luma = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
    for (int c = 0; c < 3; c++) {
      float saturated = luma + (rgb[c] - luma) * saturation;
      rgb[c] = Math.clamp(((saturated - GREY) * contrast + GREY) * brightness, 0f, 255f);
    }
  }

  private static float factor(double strength, RandomGenerator random) {
    return (float) random.nextDouble(1 - strength, 1 + strength);
  }
}
