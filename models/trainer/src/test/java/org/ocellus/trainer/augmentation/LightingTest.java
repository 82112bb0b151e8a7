package org.ocellus.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageFormat;
import org.ocellus.image.ImageWriter;
import org.ocellus.image.RgbImage;

class LightingTest {
  private static final int SIZE = 9;
  private static final float[] NO_GAIN = {1, 1, 1};

  private final float[] picture = random();

  @Test
  void colourFactorsAreThoseOfTheFormula() {
    float[] rgb = {200, 100, 50};
    new Light(0.9f, 1.2f, 0.5f, new float[] {1, 1.1f, 0.8f}, 1, 0, null).apply(rgb, 1);

    double luma = 0.299 * 200 + 0.587 * 100 + 0.114 * 50;
    double[] factors = {0.9, 0.9 * 1.1, 0.9 * 0.8};
    double[] before = {200, 100, 50};
    for (int c = 0; c < 3; c++) {
      double saturated = luma + (before[c] - luma) * 0.5;
      double expected = ((saturated - 127.5) * 1.2 + 127.5) * factors[c];
      assertThat((double) rgb[c]).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void gammaIsAPower() {
    float[] rgb = picture.clone();
    new Light(1, 1, 1, NO_GAIN, 2.2, 0, null).apply(rgb, SIZE);

    for (int i = 0; i < rgb.length; i++) {
      assertThat((double) rgb[i]).isCloseTo(255 * Math.pow(picture[i] / 255, 2.2), within(0.01));
    }
  }

  @Test
  void blurIsAGaussianMean() {
    float[] rgb = picture.clone();
    new Light(1, 1, 1, NO_GAIN, 1, 1.3, null).apply(rgb, SIZE);

    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        assertThat((double) rgb[3 * (y * SIZE + x)]).isCloseTo(gaussian(x, y), within(1e-3));
      }
    }
  }

  @Test
  void jpegIsWhatTheFileWouldShow() throws IOException {
    float[] rgb = picture.clone();
    new Light(1, 1, 1, NO_GAIN, 1, 0, 20).apply(rgb, SIZE);

    byte[] bytes = new byte[picture.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) picture[i];
    }
    byte[] file = ImageWriter.encode(new RgbImage(SIZE, SIZE, bytes), ImageFormat.JPEG, 20);
    byte[] expected = new ImageDecoder().decode(file, "test").rgb();
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i]).isEqualTo(expected[i] & 0xFF);
    }
  }

  @Test
  void whateverIsDrawnColoursStayInTheirRange() {
    Lighting lighting = new Lighting(0.9, 0.9, 1.0, 0.5, 3.0, 2.0, 5);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100; i++) {
      float[] rgb = picture.clone();
      lighting.draw(random).apply(rgb, SIZE);
      for (float value : rgb) {
        assertThat(value).isBetween(0f, 255f);
      }
    }
  }

  @Test
  void whatIsNotAskedForIsNeutral() {
    float[] rgb = picture.clone();
    new Lighting(null, null, null, null, null, null, null)
        .draw(new SplittableRandom(1))
        .apply(rgb, SIZE);

    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i]).isCloseTo(picture[i], within(1e-4f));
    }
  }

  private double gaussian(int x, int y) {
    double sum = 0;
    double weights = 0;
    for (int dy = -4; dy <= 4; dy++) {
      for (int dx = -4; dx <= 4; dx++) {
        double weight = Math.exp(-0.5 * (dx * dx + dy * dy) / (1.3 * 1.3));
        int at = Math.clamp(y + dy, 0, SIZE - 1) * SIZE + Math.clamp(x + dx, 0, SIZE - 1);
        sum += weight * picture[3 * at];
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static float[] random() {
    SplittableRandom random = new SplittableRandom(5);
    float[] rgb = new float[3 * SIZE * SIZE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = random.nextInt(256);
    }
    return rgb;
  }
}
