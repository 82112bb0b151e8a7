package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FilterTest {

  /** Red holds 1..9 row by row, green ten times that, blue nothing. */
  private static RgbImage counting() {
    byte[] rgb = new byte[27];
    for (int i = 0; i < 9; i++) {
      rgb[3 * i] = (byte) (i + 1);
      rgb[3 * i + 1] = (byte) (10 * (i + 1));
    }
    return new RgbImage(3, 3, rgb);
  }

  private static float[] red(Kernel kernel, Padding padding, int stride) {
    return new Filter(kernel, padding, stride).responses(counting())[0];
  }

  @Test
  void theKernelIsNotTurnedAround() {
    Kernel left = new Kernel(1, 3, new float[] {1, 0, 0});

    assertThat(red(left, Padding.ZERO, 1)).containsExactly(0, 1, 2, 0, 4, 5, 0, 7, 8);
  }

  @Test
  void highPassIsTheRowAboveMinusTheRowBelow() {
    // Centre: (1 + 2 + 3) - (7 + 8 + 9) = -18; top left, on zeros: 0 - (4 + 5) = -9.
    assertThat(red(Kernel.highPassHorizontal(), Padding.ZERO, 1))
        .containsExactly(-9, -15, -11, -12, -18, -12, 9, 15, 11);
  }

  @Test
  void paddingsDifferAtTheEdgeAlone() {
    Kernel left = new Kernel(1, 3, new float[] {1, 0, 0});

    assertThat(red(left, Padding.REPLICATE, 1)).containsExactly(1, 1, 2, 4, 4, 5, 7, 7, 8);
    assertThat(red(left, Padding.REFLECT, 1)).containsExactly(2, 1, 2, 5, 4, 5, 8, 7, 8);
  }

  @Test
  void strideKeepsEveryNthResultFromTheFirst() {
    Kernel same = new Kernel(1, 1, new float[] {1});

    assertThat(red(same, Padding.ZERO, 2)).containsExactly(1, 3, 7, 9);
    assertThat(red(same, Padding.ZERO, 3)).containsExactly(1);
  }

  @Test
  void anEvenKernelIsCentredOnTheSampleBeforeItsMiddle() {
    Kernel mean = new Kernel(2, 2, new float[] {.25f, .25f, .25f, .25f});

    // Haar's mean with stride 2: the blocks {1 2 4 5}, {3 0 6 0}, {7 8 0 0}, {9 0 0 0}.
    assertThat(red(mean, Padding.ZERO, 2)).containsExactly(3, 2.25f, 3.75f, 2.25f);
  }

  @Test
  void channelsAreFilteredEachByItself() {
    float[][] planes = Filter.of(Kernel.gaussian()).responses(counting());

    assertThat(planes[0][4]).isEqualTo(5);
    assertThat(planes[1][4]).isEqualTo(50);
    assertThat(planes[2]).containsOnly(0);
  }

  @Test
  void picturesAreClampedAndViewsShowSignsAroundMiddleGray() {
    Filter filter = new Filter(Kernel.highPassHorizontal(), Padding.ZERO, 1);

    assertThat(filter.apply(counting()).rgb()[12]).isZero(); // -18
    assertThat(filter.apply(counting()).rgb()[3 * 7]).isEqualTo((byte) 15);
    assertThat(filter.view(counting()).rgb()[12]).isEqualTo((byte) (128 - 9));
    assertThat(filter.view(counting()).rgb()[14]).isEqualTo((byte) 128);
  }

  @ParameterizedTest
  @EnumSource(Padding.class)
  void anyKernelAgreesWithTheDefinitionWordForWord(Padding padding) {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 30; round++) {
      int rows = 1 + random.nextInt(13);
      int cols = 1 + random.nextInt(13);
      float[] weights = new float[rows * cols];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextDouble(-1, 1);
      }
      RgbImage image = TestPictures.noise(13 + random.nextInt(9), 14 + random.nextInt(5), round);
      Filter filter = new Filter(new Kernel(rows, cols, weights), padding, 1 + round % 3);

      float[] expected = direct(filter, image);

      assertThat(filter.responses(image)[1])
          .usingComparatorWithPrecision(0.02f)
          .containsExactly(expected);
    }
  }

  private static float[] direct(Filter filter, RgbImage image) {
    int width = filter.outputSize(image.width());
    float[] out = new float[width * filter.outputSize(image.height())];
    Kernel kernel = filter.kernel();
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int row = 0; row < kernel.rows(); row++) {
        for (int col = 0; col < kernel.cols(); col++) {
          int y = i / width * filter.stride() + row - (kernel.rows() - 1) / 2;
          int x = i % width * filter.stride() + col - (kernel.cols() - 1) / 2;
          sum += kernel.at(row, col) * green(image, x, y, filter.padding());
        }
      }
      out[i] = (float) sum;
    }
    return out;
  }

  private static int green(RgbImage image, int x, int y, Padding padding) {
    int column = inside(x, image.width(), padding);
    int row = inside(y, image.height(), padding);
    return column < 0 || row < 0 ? 0 : image.rgb()[3 * (row * image.width() + column) + 1] & 0xFF;
  }

  private static int inside(int at, int size, Padding padding) {
    return switch (padding) {
      case ZERO -> at < 0 || at >= size ? -1 : at;
      case REPLICATE -> Math.clamp(at, 0, size - 1);
      case REFLECT -> at < 0 ? -at : at >= size ? 2 * size - 2 - at : at;
    };
  }

  @ParameterizedTest
  @CsvSource({"0", "-2"})
  void aStrideBelowOneIsRefused(int stride) {
    assertThatThrownBy(() -> new Filter(Kernel.laplacian(), Padding.ZERO, stride))
        .hasMessage("stride must be >= 1, got " + stride);
  }

  @Test
  void onePixelIsEnoughForAnyKernel() {
    RgbImage pixel = new RgbImage(1, 1, new byte[] {100, 100, 100});

    assertThat(Filter.of(Kernel.gaussian(2)).apply(pixel).rgb()).containsOnly(100);
  }
}
