package org.ocellus.image;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.ocellus.image.ImageDecodingException.Reason;

/** Decoding by OpenCV; every native object lives in a scope that ends with the call. */
final class NativeDecoding {

  private NativeDecoding() {}

  /**
   * Decodes as stored (but see {@link #isTurnedByCodec}), at {@code 1 / denominator} of the size
   * (1, or for JPEG 2, 4, 8).
   */
  static RgbImage decode(byte[] bytes, String name, ImageHeader header, int denominator)
      throws ImageDecodingException {
    requireOpenCv(name);
    try (PointerScope scope = new PointerScope()) {
      BytePointer pointer = new BytePointer(bytes);
      Mat file = new Mat(1, bytes.length, CV_8UC1, pointer);
      Mat pixels = imdecode(file, flags(header.format(), denominator));
      if (pixels == null || pixels.empty()) {
        throw new ImageDecodingException(
            name, Reason.CORRUPT, "the " + header.format() + " data cannot be decoded");
      }
      boolean turned = isTurnedByCodec(header.format()) && header.orientation().swapsSides();
      int width = turned ? header.height() : header.width();
      int height = turned ? header.width() : header.height();
      if (pixels.cols() != Math.ceilDiv(width, denominator)
          || pixels.rows() != Math.ceilDiv(height, denominator)) {
        throw new ImageDecodingException(
            name,
            Reason.CORRUPT,
            "the header says %d x %d, the data hold %d x %d at 1/%d"
                .formatted(width, height, pixels.cols(), pixels.rows(), denominator));
      }
      return toRgb(pixels, name, header.format());
    } catch (RuntimeException e) { // how JavaCPP hands on a cv::Exception
      throw new ImageDecodingException(
          name, Reason.CORRUPT, "the " + header.format() + " data cannot be decoded", e);
    }
  }

  /** Else JavaCPP's exception were that of a broken picture. */
  private static void requireOpenCv(String name) throws ImageDecodingException {
    try {
      OpenCv.load();
    } catch (LinkageError e) {
      String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
      throw new ImageDecodingException(
          name, Reason.NO_OPENCV, "OpenCV does not load on " + platform + ": " + e, e);
    }
  }

  private static final class OpenCv {
    static {
      Loader.load(opencv_imgcodecs.class);
    }

    /** Once. */
    static void load() {}
  }

  /** OpenCV turns TIFFs upright by itself and cannot be told not to; all others stay as stored. */
  static boolean isTurnedByCodec(ImageFormat format) {
    return format == ImageFormat.TIFF;
  }

  private static int flags(ImageFormat format, int denominator) {
    if (format != ImageFormat.JPEG) {
      return IMREAD_UNCHANGED; // keeps alpha and 16 bits, and never rotates
    }
    // These are the bare scales; the "COLOR" ones ask for BGR, which excludes RGB.
    int scale =
        switch (denominator) {
          case 1 -> 0;
          case 2 -> IMREAD_REDUCED_GRAYSCALE_2;
          case 4 -> IMREAD_REDUCED_GRAYSCALE_4;
          case 8 -> IMREAD_REDUCED_GRAYSCALE_8;
          default -> throw new AssertionError(denominator);
        };
    return scale | IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION;
  }

  private static RgbImage toRgb(Mat pixels, String name, ImageFormat format)
      throws ImageDecodingException {
    int depth = pixels.depth();
    if (depth != CV_8U && depth != CV_16U) {
      throw new ImageDecodingException(
          name, Reason.UNSUPPORTED, "samples of other than 8 or 16 bits are not read here");
    }
    int width = pixels.cols();
    int height = pixels.rows();
    byte[] out = new byte[3 * width * height];
    if (format == ImageFormat.JPEG && pixels.isContinuous()) {
      pixels.data().get(out);
      return new RgbImage(width, height, out);
    }
    byte[] row = new byte[Math.toIntExact(width * pixels.elemSize())];
    // libtiff multiplies 8-bit samples by alpha; TiffFlavour refuses 16-bit ones of that kind.
    boolean premultiplied = format == ImageFormat.TIFF && depth == CV_8U;
    RowConversion conversion = new RowConversion(pixels.channels(), depth == CV_16U, premultiplied);
    for (int y = 0; y < height; y++) {
      pixels.ptr(y).get(row);
      conversion.toRgb(row, width, out, 3 * y * width);
    }
    return new RgbImage(width, height, out);
  }
}
