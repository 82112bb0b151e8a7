package org.ocellus.trainer.evaluation;

import java.util.Collection;
import java.util.List;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;

/**
 * What a network has to beat: the picture itself as a vector, shrunk to at most 32 × 32 pixels, to
 * be compared by Euclidean distance.
 */
final class RawPixels {
  private static final int MOST = 32;

  private final int width;
  private final int height;

  /** For a network that sees pictures of this size, which is not exceeded. */
  RawPixels(Preprocessing preprocessing) {
    width = Math.min(MOST, preprocessing.width());
    height = Math.min(MOST, preprocessing.height());
  }

  /** The samples of a picture as bytes, the whole of it stretched to one size. */
  byte[] of(RgbImage picture) {
    return picture.width() == width && picture.height() == height
        ? picture.rgb()
        : Resampling.BOX.resize(picture, width, height).rgb();
  }

  /** Whether the three samples of every pixel are equal, so that one channel says all. */
  static boolean areGrey(Collection<byte[]> pictures) {
    for (byte[] rgb : pictures) {
      for (int i = 0; i < rgb.length; i += 3) {
        if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Samples from 0 to 1, one row a picture.
   *
   * @param oneChannel whether one channel is taken, which ranks grey pictures as all three do
   */
  static float[][] vectors(List<byte[]> pictures, boolean oneChannel) {
    int step = oneChannel ? 3 : 1;
    float[][] vectors = new float[pictures.size()][];
    for (int p = 0; p < vectors.length; p++) {
      byte[] rgb = pictures.get(p);
      vectors[p] = new float[rgb.length / step];
      for (int i = 0; i < vectors[p].length; i++) {
        vectors[p][i] = (rgb[i * step] & 0xFF) / 255f;
      }
    }
    return vectors;
  }
}
