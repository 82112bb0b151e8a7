package org.ocellus.trainer.augmentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageFormat;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

/**
 * One drawing of {@link Lighting}: factors, exponent, blur and quality. Works on square pictures of
 * samples 0…255, interleaved RGB, in place, in the order of the components.
 */
@SuppressWarnings("ArrayRecordComponent")
record Light(
    float brightness,
    float contrast,
    float saturation,
    float[] gains,
    double gamma,
    double blur,
    @Nullable Integer jpeg) {
  private static final float GREY = 127.5f;
  private static final ImageDecoder DECODER = new ImageDecoder();

  void apply(float[] rgb, int size) {
    colours(rgb);
    if (gamma != 1) {
      gamma(rgb);
    }
    Blur.apply(rgb, size, blur);
    if (jpeg != null) {
      jpeg(rgb, size, jpeg);
    }
  }

  /** Luma is that of BT.601. */
  private void colours(float[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      float luma = 0.299f * rgb[i] + 0.587f * rgb[i + 1] + 0.114f * rgb[i + 2];
      for (int c = 0; c < 3; c++) {
        float saturated = luma + (rgb[i + c] - luma) * saturation;
        float contrasted = (saturated - GREY) * contrast + GREY;
        rgb[i + c] = Math.clamp(contrasted * brightness * gains[c], 0f, 255f);
      }
    }
  }

  /**
   * From a table with linear interpolation, for a power for each sample takes ten times as long.
   */
  private void gamma(float[] rgb) {
    float[] table = new float[257];
    for (int i = 0; i < 256; i++) {
      table[i] = (float) (255 * Math.pow(i / 255.0, gamma));
    }
    table[256] = table[255];
    for (int i = 0; i < rgb.length; i++) {
      int low = (int) rgb[i];
      rgb[i] = table[low] + (table[low + 1] - table[low]) * (rgb[i] - low);
    }
  }

  private static void jpeg(float[] rgb, int size, int quality) {
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      bytes[i] = (byte) Math.round(rgb[i]);
    }
    byte[] file = ImageWriter.encode(new RgbImage(size, size, bytes), ImageFormat.JPEG, quality);
    try {
      byte[] decoded = DECODER.decode(file, "augmented.jpg").rgb();
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = decoded[i] & 0xFF;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a JPEG just written cannot be read", e);
    }
  }
}
