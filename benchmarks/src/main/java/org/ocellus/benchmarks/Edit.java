package org.ocellus.benchmarks;

import java.io.IOException;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;

/** What happens to a picture on its way from hand to hand. */
enum Edit {
  RESIZED("half as wide and high", 0, 0.5, 1, 90),
  RECOMPRESSED("JPEG quality 30", 0, 1, 1, 30),
  CROPPED("5 % cut off at each side", 0.05, 1, 1, 90),
  BRIGHTENED("20 % brighter", 0, 1, 1.2, 90),
  ALL("3 % cut off, 3/4 as wide, 10 % darker, JPEG quality 60", 0.03, 0.75, 0.9, 60);

  private final String description;
  private final double crop;
  private final double scale;
  private final double gain;
  private final int quality;

  Edit(String description, double crop, double scale, double gain, int quality) {
    this.description = description;
    this.crop = crop;
    this.scale = scale;
    this.gain = gain;
    this.quality = quality;
  }

  String description() {
    return description;
  }

  /** The edited picture as a JPEG. */
  byte[] of(RgbImage picture) throws IOException {
    RgbImage edited = picture;
    if (crop > 0) {
      int x = (int) Math.round(crop * edited.width());
      int y = (int) Math.round(crop * edited.height());
      edited = edited.crop(x, y, edited.width() - 2 * x, edited.height() - 2 * y);
    }
    if (scale != 1) {
      edited =
          Resampling.BICUBIC.resize(
              edited,
              Math.max(1, (int) Math.round(scale * edited.width())),
              Math.max(1, (int) Math.round(scale * edited.height())));
    }
    return jpeg(edited, gain, quality);
  }

  private static byte[] jpeg(RgbImage picture, double gain, int quality) throws IOException {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.min(255, Math.round(gain * (rgb[i] & 0xFF)));
    }
    return Jpeg.encode(new RgbImage(picture.width(), picture.height(), rgb), quality);
  }
}
