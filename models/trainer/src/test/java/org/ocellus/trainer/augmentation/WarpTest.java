package org.ocellus.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WarpTest {
  private static final int SIZE = 12;

  private final byte[] picture = random(1, SIZE);

  @Test
  void nothingMovedIsThePictureItself() {
    float[] out = warp(picture, SIZE, Homography.IDENTITY, SIZE);

    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).isEqualTo(picture[i] & 0xFF);
    }
  }

  @Test
  void betweenPixelsItIsBilinear() {
    Homography map = new Homography(0.5, 0.2, 0.1, -0.1, 0.6, -0.2, 0.05, -0.03, 1);
    float[] out = warp(picture, SIZE, map, SIZE);

    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double ux = (2 * x + 1.0) / SIZE - 1;
        double uy = (2 * y + 1.0) / SIZE - 1;
        double w = 0.05 * ux - 0.03 * uy + 1;
        double u = ((0.5 * ux + 0.2 * uy + 0.1) / w + 1) * SIZE / 2 - 0.5;
        double v = ((-0.1 * ux + 0.6 * uy - 0.2) / w + 1) * SIZE / 2 - 0.5;
        for (int c = 0; c < 3; c++) {
          assertThat((double) out[3 * (y * SIZE + x) + c])
              .isCloseTo(bilinear(u, v, c), within(0.2));
        }
      }
    }
  }

  @Test
  void aPictureThatShrinksFourfoldIsTheMeanOfBlocks() {
    byte[] large = random(2, 4 * SIZE);
    float[] out = warp(large, 4 * SIZE, Homography.IDENTITY, SIZE);

    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
          for (int i = 0; i < 4; i++) {
            sum += large[3 * ((4 * y + j) * 4 * SIZE + 4 * x + i)] & 0xFF;
          }
        }
        assertThat((double) out[3 * (y * SIZE + x)]).isCloseTo(sum / 16, within(1e-3));
      }
    }
  }

  @Test
  void theSameMapShowsTheSamePartAtAnySize() {
    byte[] ramp = new byte[3 * SIZE * SIZE];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (20 * (i / 3 % SIZE));
    }
    Homography map = Homography.stretch(0.5, 0.5, 0.25, 0);

    float[] small = warp(ramp, SIZE, map, 6);
    float[] large = warp(ramp, SIZE, map, 18);

    for (int x = 0; x < 6; x++) {
      assertThat(large[3 * (3 * x + 1)]).isCloseTo(small[3 * x], within(0.2f));
    }
  }

  @Test
  void outsideItsBorderIsRepeatedOrAnotherPictureShows() {
    byte[] white = new byte[picture.length];
    Arrays.fill(white, (byte) 255);
    byte[] black = new byte[picture.length];
    Homography quarter = Homography.stretch(2, 2, 1, 1); // the picture becomes the upper left one
    float[] out = new float[3 * SIZE * SIZE];

    new Warp(black, SIZE, null).apply(quarter, Homography.IDENTITY, out, SIZE);
    assertThat(out).containsOnly(0);

    new Warp(black, SIZE, white).apply(quarter, Homography.IDENTITY, out, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      boolean isInside = i % SIZE < SIZE / 2 && i / SIZE < SIZE / 2;
      assertThat(out[3 * i]).isEqualTo(isInside ? 0 : 255);
    }
  }

  private static float[] warp(byte[] picture, int size, Homography map, int side) {
    float[] out = new float[3 * side * side];
    new Warp(picture, size, null).apply(map, Homography.IDENTITY, out, side);
    return out;
  }

  private double bilinear(double u, double v, int c) {
    double sum = 0;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double weight =
            Math.max(0, 1 - Math.abs(Math.clamp(u, 0, SIZE - 1.0) - x))
                * Math.max(0, 1 - Math.abs(Math.clamp(v, 0, SIZE - 1.0) - y));
        sum += weight * (picture[3 * (y * SIZE + x) + c] & 0xFF);
      }
    }
    return sum;
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size * size * 3];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
