package org.ocellus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.getGaborKernel;
import static org.bytedeco.opencv.global.opencv_imgproc.getGaussianKernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

  @Test
  void theSmallKernelsAreTheOnesInTheBooks() {
    assertThat(Kernel.highPassHorizontal().values()).containsExactly(1, 1, 1, 0, 0, 0, -1, -1, -1);
    assertThat(Kernel.highPassVertical().values()).containsExactly(1, 0, -1, 1, 0, -1, 1, 0, -1);
    assertThat(Kernel.sobelX().values()).containsExactly(-1, 0, 1, -2, 0, 2, -1, 0, 1);
    assertThat(Kernel.sobelY().values()).containsExactly(-1, -2, -1, 0, 0, 0, 1, 2, 1);
    assertThat(Kernel.laplacian().values()).containsExactly(0, 1, 0, 1, -4, 1, 0, 1, 0);
    assertThat(Kernel.gaussian().values())
        .containsExactly(.0625f, .125f, .0625f, .125f, .25f, .125f, .0625f, .125f, .0625f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1, 2.3})
  void gaussianIsOpenCvs(double sigma) {
    Kernel kernel = Kernel.gaussian(sigma);
    try (Mat column = getGaussianKernel(kernel.rows(), sigma, CV_32F)) {
      FloatPointer line = new FloatPointer(column.data());
      for (int row = 0; row < kernel.rows(); row++) {
        for (int col = 0; col < kernel.cols(); col++) {
          assertThat(kernel.at(row, col)).isCloseTo(line.get(row) * line.get(col), within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, 2, 1, 0",
    "90, 4, 2, 1, 0",
    "30, 5, 1.5, 0.5, 0",
    "135, 8, 3, 0.8, 0",
    "45, 6, 2, 1, 180"
  })
  void gaborIsOpenCvs(double theta, double lambda, double sigma, double gamma, double psi) {
    Kernel kernel = Kernel.gabor(theta, lambda, sigma, gamma, psi);
    try (Size own = new Size();
        Mat reference =
            getGaborKernel(
                own, sigma, Math.toRadians(theta), lambda, gamma, Math.toRadians(psi), CV_32F)) {
      assertThat(kernel.rows()).isEqualTo(reference.rows());
      assertThat(kernel.cols()).isEqualTo(reference.cols());
      float[] expected = new float[kernel.rows() * kernel.cols()];
      new FloatPointer(reference.data()).get(expected);
      assertThat(kernel.values()).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
    }
  }

  @Test
  void gaborStripesStandUprightAtThetaZero() {
    Kernel kernel = Kernel.gabor(0, 4, 2, 1);
    int row = kernel.rows() / 2;
    int col = kernel.cols() / 2;

    assertThat(kernel.at(row, col)).isEqualTo(1);
    assertThat(kernel.at(row, col + 2)).isNegative();
    assertThat(kernel.at(row + 2, col)).isPositive();
  }

  @Test
  void haarAndDctSetsAreOrthonormal() {
    assertOrthonormal(Kernel.haar(), 4);
    List<Kernel> dct = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      dct.add(Kernel.dct(i % 8, i / 8, 8));
    }
    assertOrthonormal(dct, 64);
  }

  private static void assertOrthonormal(List<Kernel> set, int size) {
    assertThat(set).hasSize(size);
    for (Kernel a : set) {
      for (Kernel b : set) {
        double product = 0;
        for (int i = 0; i < a.values().length; i++) {
          product += a.values()[i] * b.values()[i];
        }
        assertThat(product).isCloseTo(a.equals(b) ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void dctCountsHorizontalFrequencyFirst() {
    Kernel kernel = Kernel.dct(1, 0, 8);

    assertThat(kernel.at(0, 0)).isEqualTo(kernel.at(7, 0)).isPositive();
    assertThat(kernel.at(0, 7)).isEqualTo(-kernel.at(0, 0));
  }

  @Test
  void valuesAreCopied() {
    float[] values = {1};
    Kernel kernel = new Kernel(1, 1, values);
    values[0] = 2;
    kernel.values()[0] = 3;

    assertThat(kernel).isEqualTo(new Kernel(1, 1, new float[] {1}));
  }

  @Test
  void badParametersAreRefusedByName() {
    assertThatThrownBy(() -> new Kernel(2, 2, new float[3]))
        .hasMessageContaining("4 values, got 3");
    assertThatThrownBy(() -> new Kernel(1, 1, new float[] {Float.NaN}))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> new Kernel(0, 2, new float[0])).hasMessageContaining(">= 1");
    assertThatThrownBy(() -> Kernel.gaussian(0)).hasMessageContaining("sigma");
    assertThatThrownBy(() -> Kernel.gabor(0, -1, 1, 1)).hasMessageContaining("lambda");
    assertThatThrownBy(() -> Kernel.dct(8, 0, 8)).hasMessageContaining("u 8");
  }
}
