package org.ocellus.app;

import java.util.List;
import org.ocellus.image.Filter;
import org.ocellus.image.Kernel;
import org.ocellus.image.Padding;
import org.ocellus.image.RgbImage;

/** Answers of filters that need more than clamping before a person can look at them. */
final class FilterViews {
  private FilterViews() {}

  /** The length of the vector of two answers, clamped. */
  static RgbImage length(Filter across, Filter down, RgbImage image) {
    float[][] xs = across.responses(image);
    float[][] ys = down.responses(image);
    float[][] lengths = new float[3][xs[0].length];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < lengths[channel].length; i++) {
        lengths[channel][i] = (float) Math.hypot(xs[channel][i], ys[channel][i]);
      }
    }
    return image(lengths, across, image, 1, 0);
  }

  /**
   * The answers to a kernel of any sum of weights, so scaled that the strongest one there can be is
   * black or white, and no answer is clamped away.
   */
  static RgbImage wave(Filter filter, RgbImage image) {
    double positive = 0;
    double negative = 0;
    for (float weight : filter.kernel().values()) {
      positive += Math.max(0, weight);
      negative += Math.max(0, -weight);
    }
    float scale = (float) (127.5 / (255 * Math.max(positive, negative)));
    return image(filter.responses(image), filter, image, scale, 127.5f);
  }

  /** Mean, left minus right, top minus bottom, diagonal, as a square of four. */
  static RgbImage haar(Padding padding, RgbImage image) {
    List<Kernel> kernels = Kernel.haar();
    Filter mean = new Filter(kernels.get(0), padding, 2);
    int width = mean.outputSize(image.width());
    int height = mean.outputSize(image.height());
    byte[] square = new byte[12 * width * height];
    for (int i = 0; i < 4; i++) {
      Filter filter = new Filter(kernels.get(i), padding, 2);
      // The mean's weights sum to 2, the others' to 0.
      RgbImage part =
          i == 0 ? image(mean.responses(image), mean, image, 0.5f, 0) : filter.view(image);
      int left = i % 2 * width;
      int top = i / 2 * height;
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            part.rgb(), 3 * y * width, square, 3 * ((top + y) * 2 * width + left), 3 * width);
      }
    }
    return new RgbImage(2 * width, 2 * height, square);
  }

  private static RgbImage image(
      float[][] planes, Filter filter, RgbImage source, float scale, float offset) {
    byte[] rgb = new byte[3 * planes[0].length];
    for (int i = 0; i < rgb.length; i++) {
      int value = Math.round(planes[i % 3][i / 3] * scale + offset);
      rgb[i] = (byte) Math.clamp(value, 0, 255);
    }
    return new RgbImage(filter.outputSize(source.width()), filter.outputSize(source.height()), rgb);
  }
}
