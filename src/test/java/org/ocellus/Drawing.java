package org.ocellus;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws small pictures for tests. */
public final class Drawing {
  private Drawing() {}

  /** A PNG of 20 × 10 pixels, all of one colour. */
  public static Path plain(Path file, int r, int g, int b) throws IOException {
    BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(r, g, b));
    graphics.fillRect(0, 0, 20, 10);
    graphics.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
