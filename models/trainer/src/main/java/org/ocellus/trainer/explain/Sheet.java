package org.ocellus.trainer.explain;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * A page of captioned pictures under a title, filled from top to bottom and written as PNG. Needs
 * no display, but a font.
 */
public final class Sheet {
  /** Between what stands beside and below each other, in pixels. */
  private static final int GAP = 16;

  private static final int WIDTH = 1120;
  private static final int MARGIN = 24;
  private static final Color INK = new Color(0x22, 0x22, 0x22);
  private static final Color EDGE = new Color(0xBB, 0xBB, 0xBB);
  private static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final int CAPTION_LINE = 17;

  /**
   * Pictures below each other and the words under them.
   *
   * @param pictures of any sizes
   * @param caption wrapped to the width of the tile
   */
  public record Tile(List<BufferedImage> pictures, String caption) {
    /** Copies the list. */
    public Tile {
      pictures = List.copyOf(pictures);
    }

    private int width() {
      return pictures.stream().mapToInt(BufferedImage::getWidth).max().orElse(1);
    }

    private int height() {
      return pictures.stream().mapToInt(picture -> picture.getHeight() + 2).sum();
    }
  }

  private final Graphics2D measure =
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
  private final List<Consumer<Graphics2D>> parts = new ArrayList<>();
  private int height = MARGIN;

  /**
   * Starts a page.
   *
   * @throws IOException if this machine has no font to write with
   */
  public Sheet(String title) throws IOException {
    try {
      words(title, new Font(Font.SANS_SERIF, Font.BOLD, 22), 30);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          "pictures cannot be captioned, for Java finds no font: install fontconfig and a font, such"
              + " as Debian's fonts-dejavu-core",
          e);
    }
  }

  /** Adds a heading. */
  public Sheet heading(String text) {
    height += GAP;
    words(text, new Font(Font.SANS_SERIF, Font.BOLD, 16), 24);
    return this;
  }

  /** Adds a paragraph. */
  public Sheet text(String text) {
    words(text, new Font(Font.SANS_SERIF, Font.PLAIN, 14), 20);
    return this;
  }

  private void words(String text, Font font, int line) {
    List<String> lines = wrapped(text, font, WIDTH - 2 * MARGIN);
    int top = height;
    parts.add(graphics -> write(graphics, lines, font, line, MARGIN, top));
    height += lines.size() * line + GAP / 2;
  }

  /** Adds tiles, as many in a row as fit. */
  public Sheet tiles(List<Tile> tiles) {
    int width = tiles.stream().mapToInt(Tile::width).max().orElse(1);
    int columns = Math.max(1, (WIDTH - 2 * MARGIN + GAP) / (width + GAP));
    for (int from = 0; from < tiles.size(); from += columns) {
      row(tiles.subList(from, Math.min(from + columns, tiles.size())), width);
    }
    return this;
  }

  private void row(List<Tile> tiles, int width) {
    int tallest = 0;
    for (int i = 0; i < tiles.size(); i++) {
      Tile tile = tiles.get(i);
      List<String> caption = wrapped(tile.caption(), CAPTION, width);
      int left = MARGIN + i * (width + GAP);
      int top = height;
      parts.add(
          graphics -> {
            int y = top;
            for (BufferedImage picture : tile.pictures()) {
              graphics.drawImage(picture, left, y, null);
              graphics.setColor(EDGE);
              graphics.drawRect(left, y, picture.getWidth() - 1, picture.getHeight() - 1);
              y += picture.getHeight() + 2;
            }
            write(graphics, caption, CAPTION, CAPTION_LINE, left, y);
          });
      tallest = Math.max(tallest, tile.height() + caption.size() * CAPTION_LINE);
    }
    height += tallest + GAP;
  }

  private static void write(
      Graphics2D graphics, List<String> lines, Font font, int line, int left, int top) {
    graphics.setFont(font);
    graphics.setColor(INK);
    for (int i = 0; i < lines.size(); i++) {
      graphics.drawString(lines.get(i), left, top + i * line + font.getSize());
    }
  }

  private List<String> wrapped(String text, Font font, int width) {
    FontMetrics metrics = measure.getFontMetrics(font);
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }

  /**
   * Writes the page.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    BufferedImage page = new BufferedImage(WIDTH, height + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = page.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
    parts.forEach(part -> part.accept(graphics));
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(page, "png", png);
    Files.write(file, png.toByteArray());
  }
}
