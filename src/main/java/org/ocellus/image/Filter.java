package org.ocellus.image;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.filter2D;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;

/**
 * A kernel slid over a picture, each channel by itself, as correlation: the kernel is not turned
 * around, which is what convolutional networks call convolution. Padding keeps the size ("same"): a
 * result is {@code ceil(side / stride)} long, and its sample {@code (x, y)} is centred on {@code (x
 * * stride, y * stride)}; the centre of an even-sided kernel is the sample before its middle, as in
 * PyTorch's {@code padding="same"}.
 *
 * @param kernel the weights
 * @param padding what lies beyond the edge
 * @param stride step between results in both directions, at least 1
 */
public record Filter(Kernel kernel, Padding padding, int stride) {

  /**
   * Checks the stride.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Filter {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(padding, "padding");
    if (stride < 1) {
      throw new IllegalArgumentException("stride must be >= 1, got " + stride);
    }
  }

  /** A filter that keeps the size and mirrors the edges. */
  public static Filter of(Kernel kernel) {
    return new Filter(kernel, Padding.REFLECT, 1);
  }

  /**
   * The length of a result's side for an input's side.
   *
   * @throws IllegalArgumentException if that is below 1
   */
  public int outputSize(int inputSize) {
    if (inputSize < 1) {
      throw new IllegalArgumentException("inputSize must be >= 1, got " + inputSize);
    }
    return Math.ceilDiv(inputSize, stride);
  }

  /**
   * The signed, unrounded results on the scale of the samples, 0 to 255.
   *
   * @return three planes, red, green, blue, each row by row
   */
  public float[][] responses(RgbImage image) {
    int width = image.width();
    int height = image.height();
    byte[] rgb = image.rgb();
    float[][] planes = new float[3][];
    float[] plane = new float[width * height];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = rgb[3 * i + channel] & 0xFF;
      }
      planes[channel] = strided(correlate(plane, width, height), width, height);
    }
    return planes;
  }

  /** The filtered picture: results rounded half up and clamped to 0..255. */
  public RgbImage apply(RgbImage image) {
    return toImage(image, 1, 0);
  }

  /**
   * A picture of signed results, as edge detectors have them, for people to look at: results are
   * halved and moved by 128, so that middle gray is zero, then rounded and clamped. Half scale,
   * because a high-pass of two opposite samples reaches from -255 to 255.
   */
  public RgbImage view(RgbImage image) {
    return toImage(image, 0.5f, 128);
  }

  private RgbImage toImage(RgbImage image, float scale, float offset) {
    float[][] planes = responses(image);
    byte[] out = new byte[3 * planes[0].length];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < planes[channel].length; i++) {
        int value = Math.round(planes[channel][i] * scale + offset);
        out[3 * i + channel] = (byte) Math.clamp(value, 0, 255);
      }
    }
    return new RgbImage(outputSize(image.width()), outputSize(image.height()), out);
  }

  private float[] correlate(float[] plane, int width, int height) {
    float[] out = new float[plane.length];
    try (PointerScope scope = new PointerScope();
        Mat in = new Mat(height, width, CV_32FC1, new FloatPointer(plane));
        Mat weights =
            new Mat(kernel.rows(), kernel.cols(), CV_32FC1, new FloatPointer(kernel.values()));
        Point centre = new Point((kernel.cols() - 1) / 2, (kernel.rows() - 1) / 2);
        Mat result = new Mat()) {
      filter2D(in, result, CV_32F, weights, centre, 0, border());
      new FloatPointer(result.data()).get(out);
    }
    return out;
  }

  private int border() {
    return switch (padding) {
      case ZERO -> BORDER_CONSTANT;
      case REPLICATE -> BORDER_REPLICATE;
      case REFLECT -> BORDER_REFLECT_101;
    };
  }

  private float[] strided(float[] plane, int width, int height) {
    if (stride == 1) {
      return plane;
    }
    int outWidth = outputSize(width);
    float[] out = new float[outWidth * outputSize(height)];
    for (int i = 0; i < out.length; i++) {
      out[i] = plane[i / outWidth * stride * width + i % outWidth * stride];
    }
    return out;
  }
}
