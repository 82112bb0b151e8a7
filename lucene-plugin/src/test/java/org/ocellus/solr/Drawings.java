package org.ocellus.solr;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures to index: a few shapes each, drawn by their number. */
final class Drawings {
  private Drawings() {}

  static byte[] png(int number) throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    BufferedImage image = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(random.nextInt(1 << 24)));
    pen.fillRect(0, 0, 96, 64);
    for (int shape = 0; shape < 4; shape++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      int x = random.nextInt(80);
      int y = random.nextInt(50);
      if (random.nextBoolean()) {
        pen.fillOval(x, y, 10 + random.nextInt(40), 10 + random.nextInt(30));
      } else {
        pen.fillRect(x, y, 10 + random.nextInt(40), 10 + random.nextInt(30));
      }
    }
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
