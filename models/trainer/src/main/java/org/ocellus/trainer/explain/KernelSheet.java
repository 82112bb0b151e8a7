package org.ocellus.trainer.explain;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ocellus.image.Filter;
import org.ocellus.image.Kernel;
import org.ocellus.image.RgbImage;

/** Hand-made kernels, those that a network learned, and what both make of a picture. */
final class KernelSheet {
  private static final int SIDE = 112;

  /** More would make a page that nobody reads. */
  private static final int MOST = 96;

  private KernelSheet() {}

  /**
   * Draws the page.
   *
   * @param picture as the network sees it
   * @param learned empty where the network has no such layer
   */
  static void write(Path file, String model, RgbImage picture, Optional<FirstLayer> learned)
      throws IOException {
    Sheet sheet =
        new Sheet("First-layer kernels of " + model)
            .text(
                "A kernel is a small pattern that is laid on each place of the picture: the answer"
                    + " is high where the picture looks like it. Above the kernel: gray is 0, white"
                    + " positive, black negative. Below it its answers for this picture, from low,"
                    + " black, to high, white.")
            .heading("Made by hand")
            .tiles(handMade(picture));
    if (learned.isPresent()) {
      FirstLayer layer = learned.get();
      long[] shape = layer.kernels().shape();
      int shown = Math.min(MOST, layer.size());
      sheet
          .heading("Learned from pictures")
          .text(
              ("%s%d kernels of %d × %d pixels, output \"%s\". Their weights for red, green and blue"
                      + " are shown as such: a coloured kernel looks for its colour, one that is"
                      + " gray at all places for light and dark.")
                  .formatted(
                      shown < layer.size() ? "The first " + shown + " of " : "",
                      layer.size(),
                      shape[3],
                      shape[2],
                      layer.name()))
          .tiles(IntStream.range(0, shown).mapToObj(i -> tile(layer, i)).toList());
    } else {
      sheet
          .heading("Learned from pictures")
          .text("This network does not begin with a convolution of red, green and blue.");
    }
    sheet.write(file);
  }

  private static List<Sheet.Tile> handMade(RgbImage picture) {
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    kernels.put("high-pass: horizontal edges", Kernel.highPassHorizontal());
    kernels.put("high-pass: vertical edges", Kernel.highPassVertical());
    kernels.put("Laplacian: spots and lines", Kernel.laplacian());
    kernels.put("Gaussian: smooths", Kernel.gaussian(1.5));
    List<String> haar =
        List.of("Haar: mean", "Haar: left and right", "Haar: top and bottom", "Haar: diagonals");
    for (int i = 0; i < haar.size(); i++) {
      kernels.put(haar.get(i), Kernel.haar().get(i));
    }
    for (int direction = 0; direction < 180; direction += 45) {
      kernels.put("Gabor: stripes across " + direction + "°", Kernel.gabor(direction, 5, 2, 1));
    }
    for (int direction = 0; direction < 180; direction += 45) {
      kernels.put("Gabor: edges across " + direction + "°", Kernel.gabor(direction, 7, 2, 1, 90));
    }
    List<Sheet.Tile> tiles = new ArrayList<>();
    kernels.forEach(
        (name, kernel) ->
            tiles.add(
                tile(
                    Painting.gray(
                        new Plane(kernel.cols(), kernel.rows(), kernel.values()).aroundGray()),
                    answer(kernel, picture),
                    name)));
    return tiles;
  }

  /** The mean of the answers for red, green and blue. */
  private static Plane answer(Kernel kernel, RgbImage picture) {
    float[][] planes = Filter.of(kernel).responses(picture);
    float[] mean = new float[planes[0].length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (planes[0][i] + planes[1][i] + planes[2][i]) / 3;
    }
    return new Plane(picture.width(), picture.height(), mean);
  }

  private static Sheet.Tile tile(FirstLayer layer, int number) {
    List<Plane> colours = layer.kernel(number);
    float greatest =
        Math.max(
            colours.get(0).greatest(),
            Math.max(colours.get(1).greatest(), colours.get(2).greatest()));
    BufferedImage kernel =
        Painting.colours(
            colours.get(0).aroundGray(greatest),
            colours.get(1).aroundGray(greatest),
            colours.get(2).aroundGray(greatest));
    return tile(
        kernel,
        layer.answer(number),
        "kernel " + number + (greatest > 0 ? "" : ": all 0, without a use"));
  }

  private static Sheet.Tile tile(BufferedImage kernel, Plane answer, String caption) {
    return new Sheet.Tile(
        List.of(
            Painting.fitted(kernel, SIDE, false),
            Painting.fitted(Painting.gray(answer.stretched()), SIDE, true)),
        caption);
  }
}
