package org.ocellus.trainer.explain;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.ocellus.image.RgbImage;

/** Pictures and numbers as AWT draws them. */
public final class Painting {
  /** How much of the picture's light stays where a map is lowest. */
  private static final double DIM = 0.15;

  private static final double LIFT = 0.2;

  private Painting() {}

  /** A picture. */
  public static BufferedImage of(RgbImage image) {
    BufferedImage picture = blank(image.width(), image.height());
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      picture.setRGB(
          i % image.width(),
          i / image.width(),
          (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF);
    }
    return picture;
  }

  /** Numbers in gray: 0 is black, 1 is white. */
  static BufferedImage gray(Plane plane) {
    return colours(plane, plane, plane);
  }

  /** Numbers as red, green and blue; 0 is none of it, 1 all. */
  static BufferedImage colours(Plane red, Plane green, Plane blue) {
    BufferedImage picture = blank(red.width(), red.height());
    for (int i = 0; i < red.values().length; i++) {
      picture.setRGB(
          i % red.width(),
          i / red.width(),
          rgb(red.values()[i], green.values()[i], blue.values()[i]));
    }
    return picture;
  }

  /** The picture, dark where the plane is 0 and nearly as it is where it is 1. */
  static BufferedImage lit(BufferedImage picture, Plane plane) {
    Plane light = plane.resized(picture.getWidth(), picture.getHeight());
    BufferedImage result = blank(picture.getWidth(), picture.getHeight());
    for (int y = 0; y < result.getHeight(); y++) {
      for (int x = 0; x < result.getWidth(); x++) {
        // The root, for eyes tell dark shades apart better than light ones.
        double share = DIM + (1 - DIM) * Math.sqrt(light.values()[y * light.width() + x]);
        int pixel = picture.getRGB(x, y);
        result.setRGB(
            x,
            y,
            rgb(share * lifted(pixel >> 16), share * lifted(pixel >> 8), share * lifted(pixel)));
      }
    }
    return result;
  }

  /**
   * The picture in gray under colours: red where the plane is above 0, blue where it is below,
   * stronger the further.
   *
   * @param full the number that gets the full colour, above 0
   */
  static BufferedImage heat(BufferedImage picture, Plane plane, float full) {
    Plane heat = plane.resized(picture.getWidth(), picture.getHeight());
    BufferedImage result = blank(picture.getWidth(), picture.getHeight());
    for (int y = 0; y < result.getHeight(); y++) {
      for (int x = 0; x < result.getWidth(); x++) {
        int pixel = picture.getRGB(x, y);
        double gray =
            0.299 * lifted(pixel >> 16) + 0.587 * lifted(pixel >> 8) + 0.114 * lifted(pixel);
        result.setRGB(x, y, tinted(gray, heat.values()[y * heat.width() + x] / full));
      }
    }
    return result;
  }

  /** A bar of {@link #heat}'s colours, from -1 at the left to 1 at the right. */
  static BufferedImage scale(int width, int height) {
    BufferedImage result = blank(width, height);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        result.setRGB(x, y, tinted(0.75, 2.0 * x / (width - 1) - 1));
      }
    }
    return result;
  }

  /** The mean colour. */
  static Color mean(BufferedImage picture) {
    double[] sums = new double[3];
    int pixels = picture.getWidth() * picture.getHeight();
    for (int i = 0; i < pixels; i++) {
      int pixel = picture.getRGB(i % picture.getWidth(), i / picture.getWidth());
      sums[0] += pixel >> 16 & 0xFF;
      sums[1] += pixel >> 8 & 0xFF;
      sums[2] += pixel & 0xFF;
    }
    double full = 255.0 * pixels;
    return new Color(rgb(sums[0] / full, sums[1] / full, sums[2] / full));
  }

  /** Enlarged or reduced so that the longer side has this length. */
  public static BufferedImage fitted(BufferedImage picture, int side, boolean smooth) {
    double factor = (double) side / Math.max(picture.getWidth(), picture.getHeight());
    int width = Math.max(1, (int) Math.round(factor * picture.getWidth()));
    int height = Math.max(1, (int) Math.round(factor * picture.getHeight()));
    BufferedImage result = blank(width, height);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        smooth
            ? RenderingHints.VALUE_INTERPOLATION_BICUBIC
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  /** A sample from 0 to 1, moved away from black, on which neither light nor colour would show. */
  private static double lifted(int sample) {
    return LIFT + (1 - LIFT) * (sample & 0xFF) / 255;
  }

  private static int tinted(double gray, double heat) {
    double opacity = 0.75 * Math.min(1, Math.abs(heat));
    double base = (1 - opacity) * gray;
    return heat > 0
        ? rgb(base + opacity * 0.9, base + opacity * 0.15, base + opacity * 0.05)
        : rgb(base + opacity * 0.05, base + opacity * 0.3, base + opacity * 0.95);
  }

  private static int rgb(double red, double green, double blue) {
    return level(red) << 16 | level(green) << 8 | level(blue);
  }

  private static int level(double share) {
    return (int) Math.clamp(Math.round(255 * share), 0, 255);
  }

  private static BufferedImage blank(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }
}
