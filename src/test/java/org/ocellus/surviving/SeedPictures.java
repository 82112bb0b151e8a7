package org.ocellus.surviving;

import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Small whole pictures of every format and flavour that is read: those of the test resources, and
 * some more from the JDK's codecs.
 */
final class SeedPictures {
  private SeedPictures() {}

  /** The encoded pictures, in an order that does not change. */
  static List<byte[]> all() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String folder : List.of("/pictures", "/metadata")) {
      for (Path file : files(folder)) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    BufferedImage rgb = ImageIO.read(resource("/pictures/rgb.png").toFile());
    BufferedImage palette = ImageIO.read(resource("/pictures/palette.png").toFile());
    Consumer<ImageWriteParam> interlaced =
        param -> param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    seeds.add(encode(rgb, "png", interlaced));
    seeds.add(encode(palette, "png", interlaced));
    for (String compression : List.of("LZW", "Deflate", "JPEG")) {
      seeds.add(tiled(compression));
    }
    BufferedImage indexed =
        new BufferedImage(rgb.getWidth(), rgb.getHeight(), BufferedImage.TYPE_BYTE_INDEXED);
    indexed.getGraphics().drawImage(rgb, 0, 0, null);
    seeds.add(
        encode(
            indexed,
            "bmp",
            param -> {
              param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
              param.setCompressionType("BI_RLE8");
            }));
    return seeds;
  }

  /** A TIFF in tiles. */
  static byte[] tiled(String compression) throws IOException {
    return encode(
        ImageIO.read(resource("/pictures/rgb.png").toFile()),
        "tiff",
        param -> {
          param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          param.setCompressionType(compression);
          param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
          param.setTiling(16, 16, 0, 0);
        });
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(resource(folder))) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jpg|png|webp|tif|gif|bmp)"))
          .sorted()
          .toList();
    }
  }

  static Path resource(String name) {
    try {
      return Path.of(requireNonNull(SeedPictures.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] encode(
      BufferedImage image, String format, Consumer<ImageWriteParam> settings) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      settings.accept(param);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
