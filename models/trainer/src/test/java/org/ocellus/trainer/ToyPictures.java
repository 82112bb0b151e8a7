package org.ocellus.trainer;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.ocellus.trainer.augmentation.Augmentation;
import org.ocellus.trainer.data.FolderSource;

/** Self-made pictures of three shapes in random colours: nothing but the shape tells them apart. */
public final class ToyPictures {
  public static final List<String> SHAPES = List.of("disk", "level", "upright");
  private static final int SIZE = 20;

  private ToyPictures() {}

  /** Writes {@code each} pictures of each shape to {@code folder/<shape>/}. */
  public static void write(Path folder, int each) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (String shape : SHAPES) {
      Path directory = Files.createDirectories(folder.resolve(shape));
      for (int i = 0; i < each; i++) {
        ImageIO.write(draw(shape, random), "png", directory.resolve(i + ".png").toFile());
      }
    }
  }

  /** The pictures below {@code folders} as a source. */
  public static FolderSource source(String folders, Augmentation augmentation) {
    return new FolderSource("toy", "self-made", folders, null, null, null, 1, 1.0, augmentation);
  }

  private static BufferedImage draw(String shape, SplittableRandom random) {
    BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    boolean dark = random.nextBoolean();
    graphics.setColor(colour(random, dark ? 0 : 155));
    graphics.fillRect(0, 0, SIZE, SIZE);
    graphics.setColor(colour(random, dark ? 155 : 0));
    int shift = random.nextInt(4);
    for (int i = shift; i < SIZE; i += 5) {
      switch (shape) {
        case "level" -> graphics.fillRect(0, i, SIZE, 2);
        case "upright" -> graphics.fillRect(i, 0, 2, SIZE);
        default -> graphics.fillOval(shift + 2, shift + 2, 12, 12);
      }
    }
    graphics.dispose();
    return picture;
  }

  private static Color colour(SplittableRandom random, int darkest) {
    return new Color(
        darkest + random.nextInt(100),
        darkest + random.nextInt(100),
        darkest + random.nextInt(100));
  }
}
