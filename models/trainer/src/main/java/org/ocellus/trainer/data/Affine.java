package org.ocellus.trainer.data;

import java.util.random.RandomGenerator;

/** Where in the source picture each pixel of the varied picture comes from. */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

  double x(int x, int y) {
    return xx * x + xy * y + x0;
  }

  double y(int x, int y) {
    return yx * x + yy * y + y0;
  }

  static Affine random(int size, Augmentation augmentation, RandomGenerator random) {
    double area = between(augmentation.smallest(), augmentation.largest(), random);
    double logAspect = Math.log(augmentation.aspect());
    double aspect = Math.exp(between(-logAspect, logAspect, random));
    double width = Math.sqrt(area * aspect);
    double height = Math.sqrt(area / aspect);
    double shiftX = between(-0.5, 0.5, random) * Math.abs(1 - width) * size;
    double shiftY = between(-0.5, 0.5, random) * Math.abs(1 - height) * size;
    double angle = Math.toRadians(between(-augmentation.rotate(), augmentation.rotate(), random));
    double mirror = random.nextDouble() < augmentation.flip() ? -1 : 1;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double xx = mirror * cos * width;
    double xy = -sin * height;
    double yx = mirror * sin * width;
    double yy = cos * height;
    double centre = (size - 1) / 2.0;
    return new Affine(
        xx, xy, centre + shiftX - (xx + xy) * centre, yx, yy, centre + shiftY - (yx + yy) * centre);
  }

  private static double between(double low, double high, RandomGenerator random) {
    double r = random.nextDouble();
    return low + (high - low) * r;
  }
}
