package org.ocellus.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/** Encodes pictures as PNG, which loses nothing, or as WebP or JPEG, which lose what few see. */
public final class ImageWriter {
  private static final int QUALITY = 90;

  private ImageWriter() {}

  /**
   * Writes a picture to a file, encoded as its name ends: .png, .webp, .jpg or .jpeg.
   *
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws IOException if the file cannot be written
   */
  public static void write(RgbImage image, Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    ImageFormat format =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "png" -> ImageFormat.PNG;
          case "webp" -> ImageFormat.WEBP;
          case "jpg", "jpeg" -> ImageFormat.JPEG;
          default ->
              throw new IllegalArgumentException(
                  file + ": the name of a picture to be written ends in .png, .webp or .jpg");
        };
    Files.write(file, encode(image, format));
  }

  /**
   * Encodes a picture.
   *
   * @throws IllegalArgumentException if the format is neither PNG nor WebP nor JPEG
   */
  public static byte[] encode(RgbImage image, ImageFormat format) {
    return encode(image, format, QUALITY);
  }

  /**
   * Encodes a picture.
   *
   * @param quality of WebP and JPEG, 1 to 100; PNG has none
   * @throws IllegalArgumentException if the format is neither PNG nor WebP nor JPEG, or the quality
   *     out of its range
   */
  public static byte[] encode(RgbImage image, ImageFormat format, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality must be from 1 to 100, got " + quality);
    }
    return switch (format) {
      case PNG -> encode(image, ".png");
      case WEBP -> encode(image, ".webp", IMWRITE_WEBP_QUALITY, quality);
      case JPEG -> encode(image, ".jpg", IMWRITE_JPEG_QUALITY, quality);
      default ->
          throw new IllegalArgumentException(format + " is not written: use PNG, WEBP or JPEG");
    };
  }

  private static byte[] encode(RgbImage image, String kind, int... settings) {
    try (PointerScope scope = new PointerScope();
        Mat rgb = new Mat(image.height(), image.width(), CV_8UC3, new BytePointer(image.rgb()));
        Mat bgr = new Mat();
        BytePointer encoded = new BytePointer()) {
      cvtColor(rgb, bgr, COLOR_RGB2BGR);
      if (!imencode(kind, bgr, encoded, new IntPointer(settings))) {
        throw new IllegalArgumentException(
            image + " cannot be encoded as " + kind.substring(1) + ": scale it down");
      }
      byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(bytes);
      return bytes;
    }
  }
}
