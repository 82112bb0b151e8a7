package org.ocellus.trainer.augmentation;

/**
 * A projective map of the plane: {@code (x, y)} goes to {@code ((xx·x + xy·y + x0) / w, (yx·x +
 * yy·y + y0) / w)}, where {@code w = wx·x + wy·y + w0}.
 */
public record Homography(
    double xx,
    double xy,
    double x0,
    double yx,
    double yy,
    double y0,
    double wx,
    double wy,
    double w0) {
  /** Every point stays where it is. */
  public static final Homography IDENTITY = affine(1, 0, 0, 0, 1, 0);

  /** A map that keeps lines parallel. */
  static Homography affine(double xx, double xy, double x0, double yx, double yy, double y0) {
    return new Homography(xx, xy, x0, yx, yy, y0, 0, 0, 1);
  }

  /** Each axis stretched about 0, then moved. */
  static Homography stretch(double x, double y, double moveX, double moveY) {
    return affine(x, 0, moveX, 0, y, moveY);
  }

  /** The map that does {@code first} and then this. */
  Homography after(Homography first) {
    return new Homography(
        xx * first.xx + xy * first.yx + x0 * first.wx,
        xx * first.xy + xy * first.yy + x0 * first.wy,
        xx * first.x0 + xy * first.y0 + x0 * first.w0,
        yx * first.xx + yy * first.yx + y0 * first.wx,
        yx * first.xy + yy * first.yy + y0 * first.wy,
        yx * first.x0 + yy * first.y0 + y0 * first.w0,
        wx * first.xx + wy * first.yx + w0 * first.wx,
        wx * first.xy + wy * first.yy + w0 * first.wy,
        wx * first.x0 + wy * first.y0 + w0 * first.w0);
  }

  double x(double x, double y) {
    return (xx * x + xy * y + x0) / w(x, y);
  }

  double y(double x, double y) {
    return (yx * x + yy * y + y0) / w(x, y);
  }

  private double w(double x, double y) {
    return wx * x + wy * y + w0;
  }
}
