package org.ocellus.trainer.explain;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ocellus.image.RgbImage;

/** The feature maps of one depth, and the parts of the picture where they are high. */
final class FeatureSheet {
  private static final int SIDE = 160;
  private static final int SHOWN = 11;

  private FeatureSheet() {}

  /**
   * Draws the page.
   *
   * @param picture as the network sees it
   * @param number of this depth, from 1
   */
  static void write(
      Path file, String model, RgbImage picture, FeatureMaps maps, int number, int depths)
      throws IOException {
    BufferedImage seen = Painting.fitted(Painting.of(picture), SIDE, true);
    List<Sheet.Tile> tiles = new ArrayList<>();
    tiles.add(new Sheet.Tile(List.of(seen), "the picture"));
    for (int channel : maps.liveliest(SHOWN)) {
      Plane map = maps.map(channel).stretched();
      tiles.add(
          new Sheet.Tile(
              List.of(Painting.fitted(Painting.gray(map), SIDE, false), Painting.lit(seen, map)),
              "channel " + channel));
    }
    new Sheet("Feature maps of %s, depth %d of %d".formatted(model, number, depths))
        .text(
            "Behind convolution %d, \"%s\": %d maps of %d × %d places. %s"
                .formatted(
                    maps.convolutions(),
                    maps.name(),
                    maps.channels(),
                    maps.width(),
                    maps.height(),
                    sees(maps, picture)))
        .text(
            ("Shown are those of the maps that vary most over this picture, without near-duplicates,"
                + " from low, black, to high, white; below each the picture, lit where the map is"
                + " high."))
        .tiles(tiles)
        .write(file);
  }

  private static String sees(FeatureMaps maps, RgbImage picture) {
    long side = maps.receptiveField();
    return side >= Math.max(picture.width(), picture.height())
        ? "Each place can see the whole picture."
        : "Each place sees %d × %d of the picture's %d × %d pixels."
            .formatted(side, side, picture.width(), picture.height());
  }
}
