package org.ocellus.app;

import java.io.IOException;
import java.nio.file.Path;
import org.ocellus.image.Filter;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.Kernel;
import org.ocellus.image.Padding;
import org.ocellus.image.RgbImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocellus filter}, a command for each kind of kernel. */
@Command(
    name = "filter",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "KIND",
    description = {
      "Slides a kernel over a picture and writes what it answers, for people to look at.",
      "Smoothing answers in colour. Edges and waves answer above and below zero: middle gray is"
          + " zero, brighter is positive, darker negative."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus filter gabor --theta 45 in.jpg out.png",
      "  ocellus filter gaussian --sigma 3 in.jpg out.png",
      "  ocellus filter high-pass-horizontal --padding replicate --stride 2 in.jpg out.png"
    })
final class FilterCommand {

  /** What all kinds share: how the kernel is slid, and over which picture. */
  static final class Pictures {
    @Option(
        names = "--padding",
        description = "What lies beyond the edge: ${COMPLETION-CANDIDATES}; reflect unless said.")
    private Padding padding = Padding.REFLECT;

    @Option(
        names = "--stride",
        paramLabel = "N",
        description = "Pixels from one answer to the next; 1 unless said.")
    private int stride = 1;

    @Parameters(index = "0", paramLabel = "IN", description = "The picture.")
    private Path in;

    @Parameters(
        index = "1",
        paramLabel = "OUT",
        description = "The file to write: .png, .webp or .jpg.")
    private Path out;

    int smoothed(Kernel kernel) throws IOException {
      return write(new Filter(kernel, padding, stride).apply(read()));
    }

    int signed(Kernel kernel) throws IOException {
      return write(new Filter(kernel, padding, stride).view(read()));
    }

    RgbImage read() throws IOException {
      return new ImageDecoder().decode(in);
    }

    Filter filter(Kernel kernel) {
      return new Filter(kernel, padding, stride);
    }

    int write(RgbImage image) throws IOException {
      ImageWriter.write(image, out);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "high-pass-horizontal",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Horizontal edges: 1 1 1 / 0 0 0 / -1 -1 -1.")
  int highPassHorizontal(@Mixin Pictures pictures) throws IOException {
    return pictures.signed(Kernel.highPassHorizontal());
  }

  @Command(
      name = "high-pass-vertical",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Vertical edges: 1 0 -1 / 1 0 -1 / 1 0 -1.")
  int highPassVertical(@Mixin Pictures pictures) throws IOException {
    return pictures.signed(Kernel.highPassVertical());
  }

  @Command(
      name = "sobel",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Gradients, smoothed across: -1 0 1 / -2 0 2 / -1 0 1, or its transpose.")
  int sobel(
      @Mixin Pictures pictures,
      @Option(
              names = "--axis",
              defaultValue = "both",
              description = {
                "x, y, or both for the length of the gradient, white where it is steepest;"
                    + " ${DEFAULT-VALUE} unless said."
              })
          Axis axis)
      throws IOException {
    return switch (axis) {
      case x -> pictures.signed(Kernel.sobelX());
      case y -> pictures.signed(Kernel.sobelY());
      case both ->
          pictures.write(
              FilterViews.length(
                  pictures.filter(Kernel.sobelX()),
                  pictures.filter(Kernel.sobelY()),
                  pictures.read()));
    };
  }

  /** The direction of a gradient. */
  enum Axis {
    x,
    y,
    both
  }

  @Command(
      name = "laplacian",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Second derivative: 0 1 0 / 1 -4 1 / 0 1 0.")
  int laplacian(@Mixin Pictures pictures) throws IOException {
    return pictures.signed(Kernel.laplacian());
  }

  @Command(
      name = "gaussian",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Smoothing: 1/16 (1 2 1 / 2 4 2 / 1 2 1), or of any sigma.")
  int gaussian(
      @Mixin Pictures pictures,
      @Option(
              names = "--sigma",
              paramLabel = "PIXELS",
              description = "Standard deviation; without it the 3 x 3 kernel.")
          Double sigma)
      throws IOException {
    return pictures.smoothed(sigma == null ? Kernel.gaussian() : Kernel.gaussian(sigma));
  }

  @Command(
      name = "haar",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "One level of the Haar wavelet transform, at half the size: mean, left minus right,"
            + " top minus bottom, diagonal, as a square of four."
      })
  int haar(@Mixin Pictures pictures) throws IOException {
    return pictures.write(FilterViews.haar(pictures.padding, pictures.read()));
  }

  @Command(
      name = "gabor",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "A wave under a bell: stripes of one direction and width.")
  int gabor(
      @Mixin Pictures pictures,
      @Option(
              names = "--theta",
              paramLabel = "DEGREES",
              defaultValue = "0",
              description = "Direction across the stripes; 0 unless said: upright stripes.")
          double theta,
      @Option(
              names = "--lambda",
              paramLabel = "PIXELS",
              defaultValue = "8",
              description = "Width of a pair of stripes; ${DEFAULT-VALUE} unless said.")
          double lambda,
      @Option(
              names = "--sigma",
              paramLabel = "PIXELS",
              defaultValue = "4",
              description = "Standard deviation of the bell; ${DEFAULT-VALUE} unless said.")
          double sigma,
      @Option(
              names = "--gamma",
              defaultValue = "0.5",
              description = {
                "How much narrower the bell is along the stripes; ${DEFAULT-VALUE} unless said."
              })
          double gamma)
      throws IOException {
    return pictures.write(
        FilterViews.wave(
            pictures.filter(Kernel.gabor(theta, lambda, sigma, gamma)), pictures.read()));
  }

  @Command(
      name = "dct",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "A basis picture of the discrete cosine transform.")
  int dct(
      @Mixin Pictures pictures,
      @Option(
              names = "--u",
              paramLabel = "N",
              defaultValue = "1",
              description = "Frequency across.")
          int u,
      @Option(names = "--v", paramLabel = "N", defaultValue = "0", description = "Frequency down.")
          int v,
      @Option(
              names = "--side",
              paramLabel = "PIXELS",
              defaultValue = "8",
              description = "Side of the kernel; ${DEFAULT-VALUE} unless said, as in JPEG.")
          int side)
      throws IOException {
    return pictures.write(
        FilterViews.wave(pictures.filter(Kernel.dct(u, v, side)), pictures.read()));
  }
}
