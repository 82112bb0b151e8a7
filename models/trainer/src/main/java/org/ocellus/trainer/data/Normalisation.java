package org.ocellus.trainer.data;

import org.ocellus.image.Normalization;
import org.ocellus.image.Preprocessing;

/**
 * The affine map from a colour value 0…255 to the network's input, one for each of R, G, B.
 *
 * @param scale factor for each channel
 * @param offset added after the factor
 */
@SuppressWarnings("ArrayRecordComponent")
record Normalisation(float[] scale, float[] offset) {

  /** What {@code preprocessing} does to colour values; equal to it but for rounding. */
  static Normalisation of(Preprocessing preprocessing) {
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

  float apply(float value, int channel) {
    return value * scale[channel] + offset[channel];
  }
}
