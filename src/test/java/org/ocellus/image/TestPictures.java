package org.ocellus.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Pictures for tests: committed ones, read by the JDK's own codecs, and made-up ones. */
final class TestPictures {

  private TestPictures() {}

  /** Files of a folder of test resources, in order. */
  static List<Path> files(String folder, String glob) {
    try {
      Path path = Path.of(requireNonNull(TestPictures.class.getResource(folder)).toURI());
      try (Stream<Path> files = Files.list(path)) {
        var matcher = path.getFileSystem().getPathMatcher("glob:" + glob);
        return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String resource) throws IOException {
    try (InputStream in = requireNonNull(TestPictures.class.getResourceAsStream(resource))) {
      return in.readAllBytes();
    }
  }

  /** Reads a PNG without the code under test. */
  static RgbImage png(Path file) throws IOException {
    return of(requireNonNull(ImageIO.read(file.toFile()), file.toString()));
  }

  static RgbImage png(String resource) throws IOException {
    try (InputStream in = requireNonNull(TestPictures.class.getResourceAsStream(resource))) {
      return of(requireNonNull(ImageIO.read(in), resource));
    }
  }

  static RgbImage of(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int argb = image.getRGB(x, y);
        rgb[at++] = (byte) (argb >> 16);
        rgb[at++] = (byte) (argb >> 8);
        rgb[at++] = (byte) argb;
      }
    }
    return new RgbImage(image.getWidth(), image.getHeight(), rgb);
  }

  static BufferedImage buffered(RgbImage image) {
    BufferedImage out =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.width() * image.height(); i++) {
      int red = image.rgb()[3 * i] & 0xFF;
      int green = image.rgb()[3 * i + 1] & 0xFF;
      int blue = image.rgb()[3 * i + 2] & 0xFF;
      out.setRGB(i % image.width(), i / image.width(), red << 16 | green << 8 | blue);
    }
    return out;
  }

  /** Encodes with the JDK's codecs. */
  static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).as("a writer for " + format).isTrue();
    return out.toByteArray();
  }

  /** Smooth colours, as photographs have them, so that lossy codecs stay close. */
  static RgbImage smooth(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (255 * x / width);
        rgb[at + 1] = (byte) (255 * y / height);
        rgb[at + 2] = (byte) (127 + 100 * Math.sin(4.0 * x / width + 3.0 * y / height));
      }
    }
    return new RgbImage(width, height, rgb);
  }

  static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(seed).nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }

  static int greatestDifference(RgbImage a, RgbImage b) {
    assertThat(a.width() + "x" + a.height()).isEqualTo(b.width() + "x" + b.height());
    int greatest = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      greatest = Math.max(greatest, Math.abs((a.rgb()[i] & 0xFF) - (b.rgb()[i] & 0xFF)));
    }
    return greatest;
  }
}
