package org.ocellus.trainer.text;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.ocellus.image.RgbImage;

/** Views of a picture that the same sentences fit: itself, mirrored, and parts of either. */
final class Views {
  /** The least side of a part, as a share of the picture's. */
  private static final double LEAST = 0.75;

  private Views() {}

  /**
   * The picture as it is, its mirror image, and parts that are mirrored by turns.
   *
   * @param count how many views, at least 1
   */
  static List<RgbImage> of(RgbImage picture, int count, RandomGenerator random) {
    RgbImage mirrored = mirrored(picture);
    List<RgbImage> views = new ArrayList<>(List.of(picture));
    for (int i = 1; i < count; i++) {
      RgbImage whole = i % 2 == 1 ? mirrored : picture;
      views.add(i == 1 ? whole : part(whole, random));
    }
    return views;
  }

  private static RgbImage part(RgbImage whole, RandomGenerator random) {
    int width = side(whole.width(), random);
    int height = side(whole.height(), random);
    return whole.crop(
        random.nextInt(whole.width() - width + 1),
        random.nextInt(whole.height() - height + 1),
        width,
        height);
  }

  private static int side(int whole, RandomGenerator random) {
    return Math.max(1, (int) Math.round(whole * random.nextDouble(LEAST, 1)));
  }

  private static RgbImage mirrored(RgbImage picture) {
    int width = picture.width();
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    for (int row = 0; row < from.length; row += 3 * width) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(from, row + 3 * x, to, row + 3 * (width - 1 - x), 3);
      }
    }
    return new RgbImage(width, picture.height(), to);
  }
}
