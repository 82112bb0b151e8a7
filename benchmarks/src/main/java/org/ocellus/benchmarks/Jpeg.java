package org.ocellus.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.ocellus.image.RgbImage;

/** JPEG files of a stated quality. */
final class Jpeg {
  private Jpeg() {}

  /**
   * The bytes of a file.
   *
   * @param quality 0 to 100
   */
  static byte[] encode(RgbImage picture, int quality) throws IOException {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.rgb();
    int[] pixels = new int[rgb.length / 3];
    for (int i = 0; i < rgb.length; i++) {
      pixels[i / 3] = pixels[i / 3] << 8 | rgb[i] & 0xFF;
    }
    image.setRGB(0, 0, picture.width(), picture.height(), pixels, 0, picture.width());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
