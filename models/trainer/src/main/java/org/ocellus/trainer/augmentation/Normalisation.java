package org.ocellus.trainer.augmentation;

import org.ocellus.image.Normalization;
import org.ocellus.image.Preprocessing;

/**
 * The affine map from a colour value 0…255 to the network's input, one for each of R, G, B.
 *
 * @param scale factor for each channel
 * @param offset added after the factor
 */
@SuppressWarnings("ArrayRecordComponent")
public record Normalisation(float[] scale, float[] offset) {

  /** What {@code preprocessing} does to colour values; equal to it but for rounding. */
  public static Normalisation of(Preprocessing preprocessing) {
    double rescale = preprocessing.rescale().orElse(1.0);
    float[] scale = new float[3];
    float[] offset = new float[3];
    for (int c = 0; c < 3; c++) {
      double mean = 0;
      double std = 1;
      if (preprocessing.normalization().isPresent()) {
        Normalization normalization = preprocessing.normalization().get();
        mean = normalization.mean().get(c);
        std = normalization.std().get(c);
      }
      scale[c] = (float) (rescale / std);
      offset[c] = (float) (-mean / std);
    }
    return new Normalisation(scale, offset);
  }

  /** Normalises interleaved samples in place. */
  public void apply(float[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      for (int c = 0; c < 3; c++) {
        rgb[i + c] = rgb[i + c] * scale[c] + offset[c];
      }
    }
  }

  /** The bytes of a normalised picture, rounded and clamped. */
  public byte[] invert(float[] rgb) {
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int c = i % 3;
      bytes[i] = (byte) Math.clamp(Math.round((rgb[i] - offset[c]) / scale[c]), 0, 255);
    }
    return bytes;
  }
}
