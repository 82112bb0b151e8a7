package org.ocellus.image;

/** The kinds of picture that {@link ImageDecoder} reads; the content decides, not the file name. */
public enum ImageFormat {
  /** Baseline and progressive; gray, colour, CMYK and YCCK. */
  JPEG,
  /** 1 to 16 bits; gray, palette, colour, alpha. */
  PNG,
  /** Lossy and lossless, with alpha; the first frame of an animation. */
  WEBP,
  /** The first page. */
  TIFF,
  /** The first frame. */
  GIF,
  /** Windows bitmap. */
  BMP
}
