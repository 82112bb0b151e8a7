package org.ocellus.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.ocellus.image.ImageDecodingException.Reason;

/**
 * Turns picture files into upright RGB pixels. Reads JPEG, PNG, WebP, TIFF, GIF and BMP (see {@link
 * ImageFormat}), told by content and not by file name. Alpha is laid on white, gray becomes RGB, of
 * 16-bit samples the high byte counts (as in Pillow and libpng), embedded colour profiles are
 * ignored, as is the colour key of a gray PNG, and the EXIF orientation is applied. Where OpenCV
 * does not load, every picture is refused, as {@link Reason#NO_OPENCV}.
 *
 * <p>Immutable; any number of threads may use one decoder. While it decodes, a picture takes 3
 * bytes a pixel on the Java heap and about as much native memory (up to 8 for 16-bit alpha), which
 * is freed before the call returns.
 */
public final class ImageDecoder {

  /** 100 megapixels. */
  public static final long DEFAULT_MAX_PIXELS = 100_000_000;

  /** Java's longest array, to within what its JVMs need. */
  private static final long LARGEST_FILE = Integer.MAX_VALUE - 8;

  private final long maxPixels;

  /** A decoder for pictures of up to {@link #DEFAULT_MAX_PIXELS}. */
  public ImageDecoder() {
    this(DEFAULT_MAX_PIXELS);
  }

  /**
   * A decoder with a limit of its own. Larger pictures are refused by their header, before any
   * memory is taken for them.
   *
   * @param maxPixels width times height of the largest picture read, from 1 to 715,827,879
   * @throws IllegalArgumentException if the limit is out of that range
   */
  public ImageDecoder(long maxPixels) {
    if (maxPixels < 1 || maxPixels > RgbImage.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "maxPixels must be from 1 to " + RgbImage.MAX_PIXELS + ", got " + maxPixels);
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Reads and decodes a file.
   *
   * @throws ImageDecodingException if the content is refused
   * @throws IOException as {@link #read} does
   */
  public RgbImage decode(Path path) throws IOException {
    return decode(read(path), path.toString());
  }

  /**
   * Reads a picture's file without decoding it.
   *
   * @throws IOException if it cannot be read, is a folder, or has more than 2 GiB
   */
  public static byte[] read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a folder: name a picture in it");
    }
    long size = Files.size(path);
    if (size > LARGEST_FILE) {
      throw new IOException(path + " has " + size + " bytes, more than any picture that is read");
    }
    return Files.readAllBytes(path);
  }

  /**
   * Decodes a picture at its full size.
   *
   * @param name what errors call the picture: a path or an id
   * @throws ImageDecodingException if the content is refused
   */
  public RgbImage decode(byte[] bytes, String name) throws ImageDecodingException {
    return decode(bytes, name, 0);
  }

  /**
   * Decodes a picture, a JPEG perhaps at 1/2, 1/4 or 1/8 of its size (libjpeg's scaled inverse DCT,
   * which is several times faster than full decoding): the smallest of these whose short edge is at
   * least {@code minShortEdge}.
   *
   * @param minShortEdge pixels; 0 asks for the full size
   * @throws ImageDecodingException if the content is refused
   * @throws IllegalArgumentException if {@code minShortEdge} is negative
   */
  public RgbImage decode(byte[] bytes, String name, int minShortEdge)
      throws ImageDecodingException {
    Objects.requireNonNull(name, "name");
    if (minShortEdge < 0) {
      throw new IllegalArgumentException("minShortEdge must be >= 0, got " + minShortEdge);
    }
    ImageHeader header = ImageHeader.read(bytes, name);
    long pixels = (long) header.width() * header.height();
    if (pixels > maxPixels) {
      throw new ImageDecodingException(
          name,
          Reason.TOO_LARGE,
          "%d x %d pixels exceed the limit of %d"
              .formatted(header.width(), header.height(), maxPixels));
    }
    if (!Completeness.of(bytes, header.format())) {
      throw ImageDecodingException.truncated(name, header.format());
    }
    int denominator = header.format() == ImageFormat.JPEG ? reduction(header, minShortEdge) : 1;
    RgbImage decoded = NativeDecoding.decode(bytes, name, header, denominator);
    return NativeDecoding.isTurnedByCodec(header.format())
        ? decoded
        : header.orientation().apply(decoded);
  }

  private static int reduction(ImageHeader header, int minShortEdge) {
    int shortEdge = Math.min(header.width(), header.height());
    for (int denominator = 8; denominator > 1 && minShortEdge > 0; denominator /= 2) {
      if (Math.ceilDiv(shortEdge, denominator) >= minShortEdge) {
        return denominator;
      }
    }
    return 1;
  }
}
