package org.ocellus.benchmarks.micro;

import java.io.IOException;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.ocellus.image.Filter;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Kernel;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From a JPEG of 500 × 375 pixels to a network's input. */
@State(Scope.Thread)
public class PictureSteps {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;

  private final ImageDecoder decoder = new ImageDecoder();
  private byte[] jpeg = {};
  private RgbImage image = new RgbImage(1, 1, new byte[3]);
  private Preprocessing preprocessing;
  private Mat encoded;
  private Mat pixels;
  private Mat small;

  /** Smooth shapes with a little noise, which compress as photographs do. */
  @Setup
  public void make() throws IOException {
    Random random = new Random(1);
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      double wave = Math.sin(x / 17.0 + i % 3) * Math.cos(y / 23.0);
      rgb[i] = (byte) Math.round(128 + 90 * wave + 12 * random.nextGaussian());
    }
    image = new RgbImage(WIDTH, HEIGHT, rgb);
    pixels = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3);
    pixels.data().put(rgb);
    try (BytePointer buffer = new BytePointer()) {
      opencv_imgcodecs.imencode(".jpg", pixels, buffer);
      jpeg = new byte[(int) buffer.limit()];
      buffer.get(jpeg);
    }
    encoded = new Mat(new BytePointer(jpeg), false);
    small = new Mat();
    try (Model model = Model.bundled(1)) {
      preprocessing = model.preprocessing();
    }
  }

  @TearDown
  public void free() {
    for (Pointer pointer : new Pointer[] {encoded, pixels, small}) {
      pointer.close();
    }
  }

  @Benchmark
  public RgbImage decode() throws IOException {
    return decoder.decode(jpeg, "a picture");
  }

  @Benchmark
  public int decodeBareOpenCv() {
    try (Mat decoded = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR)) {
      return decoded.rows();
    }
  }

  @Benchmark
  public RgbImage resample() {
    return Resampling.BILINEAR.resize(image, preprocessing.width(), preprocessing.height());
  }

  /** By areas, which is OpenCV's way to make pictures smaller without aliasing. */
  @Benchmark
  public int resampleBareOpenCv() {
    try (Size size = new Size(preprocessing.width(), preprocessing.height())) {
      opencv_imgproc.resize(pixels, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      return small.rows();
    }
  }

  @Benchmark
  public RgbImage filter() {
    return Filter.of(Kernel.gaussian()).apply(image);
  }

  @Benchmark
  public Tensor toTensor() {
    return preprocessing.apply(image);
  }
}
