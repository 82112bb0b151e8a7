package org.ocellus.benchmarks;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.getPerspectiveTransform;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Resampling;
import org.ocellus.image.RgbImage;

/** What a search should withstand: the same picture, seen otherwise. What is bared is black. */
enum Disturbance {
  ROTATED("rotated by 15° to either side") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      double angle = Math.toRadians(random.nextBoolean() ? 15 : -15);
      float[] corners = new float[8];
      for (int c = 0; c < 4; c++) {
        double x = (c == 1 || c == 2 ? 0.5 : -0.5) * picture.width();
        double y = (c >= 2 ? 0.5 : -0.5) * picture.height();
        corners[2 * c] =
            (float) (picture.width() / 2.0 + x * Math.cos(angle) - y * Math.sin(angle));
        corners[2 * c + 1] =
            (float) (picture.height() / 2.0 + x * Math.sin(angle) + y * Math.cos(angle));
      }
      return warped(picture, corners);
    }
  },
  SCALED("half as wide and high") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      return Resampling.BOX.resize(
          picture, Math.max(1, picture.width() / 2), Math.max(1, picture.height() / 2));
    }
  },
  CROPPED("a part of 60 % of its area") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      int width = (int) Math.round(Math.sqrt(0.6) * picture.width());
      int height = (int) Math.round(Math.sqrt(0.6) * picture.height());
      return picture.crop(
          random.nextInt(picture.width() - width + 1),
          random.nextInt(picture.height() - height + 1),
          width,
          height);
    }
  },
  OCCLUDED("a quarter of it grey") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      int width = picture.width();
      int left = random.nextInt(width - width / 2 + 1);
      int top = random.nextInt(picture.height() - picture.height() / 2 + 1);
      byte[] rgb = picture.rgb().clone();
      for (int y = top; y < top + picture.height() / 2; y++) {
        for (int i = 3 * (y * width + left); i < 3 * (y * width + left + width / 2); i++) {
          rgb[i] = (byte) 128;
        }
      }
      return new RgbImage(width, picture.height(), rgb);
    }
  },
  LIT("40 % brighter or darker") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      double gain = random.nextBoolean() ? 1.4 : 0.6;
      byte[] rgb = picture.rgb().clone();
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) Math.min(255, Math.round(gain * (rgb[i] & 0xFF)));
      }
      return new RgbImage(picture.width(), picture.height(), rgb);
    }
  },
  WARPED("in perspective: each corner up to 15 % of a side inwards") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      float[] corners = new float[8];
      for (int c = 0; c < 4; c++) {
        double x = random.nextDouble(0.15);
        double y = random.nextDouble(0.15);
        corners[2 * c] = (float) ((c == 1 || c == 2 ? 1 - x : x) * picture.width());
        corners[2 * c + 1] = (float) ((c >= 2 ? 1 - y : y) * picture.height());
      }
      return warped(picture, corners);
    }
  },
  RECOMPRESSED("JPEG of quality 20") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) throws IOException {
      return new ImageDecoder().decode(Jpeg.encode(picture, 20), "a JPEG of quality 20");
    }
  },
  BORDERED("in the middle of another photograph, half of its area") {
    @Override
    RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) {
      int width = (int) Math.round(Math.sqrt(2) * picture.width());
      int height = (int) Math.round(Math.sqrt(2) * picture.height());
      byte[] rgb = Resampling.BILINEAR.resize(other, width, height).rgb().clone();
      int left = (width - picture.width()) / 2;
      int top = (height - picture.height()) / 2;
      for (int y = 0; y < picture.height(); y++) {
        System.arraycopy(
            picture.rgb(),
            3 * y * picture.width(),
            rgb,
            3 * ((y + top) * width + left),
            3 * picture.width());
      }
      return new RgbImage(width, height, rgb);
    }
  };

  private final String description;

  Disturbance(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  /**
   * The disturbed picture.
   *
   * @param other another photograph, for a border
   */
  abstract RgbImage of(RgbImage picture, RgbImage other, RandomGenerator random) throws IOException;

  /**
   * The picture with its corners elsewhere.
   *
   * @param corners x and y of the top left one, top right, bottom right and bottom left
   */
  private static RgbImage warped(RgbImage picture, float[] corners) {
    int width = picture.width();
    int height = picture.height();
    byte[] rgb = new byte[picture.rgb().length];
    try (PointerScope scope = new PointerScope()) {
      Mat from = new Mat(height, width, CV_8UC3, new BytePointer(picture.rgb()));
      Mat to = new Mat();
      Mat map =
          getPerspectiveTransform(
              points(0, 0, width, 0, width, height, 0, height), points(corners));
      warpPerspective(
          from, to, map, new Size(width, height), INTER_LINEAR, BORDER_CONSTANT, new Scalar(0));
      to.data().get(rgb);
    }
    return new RgbImage(width, height, rgb);
  }

  private static Mat points(float... xy) {
    return new Mat(4, 1, CV_32FC2, new FloatPointer(xy));
  }
}
