package org.ocellus.trainer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlaneTest {
  @Test
  void resizingKeepsAPlaneOfEqualNumbersAndInterpolatesBetweenCentres() {
    assertThat(new Plane(2, 2, new float[] {3, 3, 3, 3}).resized(5, 3).values())
        .containsOnly(3f)
        .hasSize(15);
    // Centres of the old cells are at 1 and 3 quarters of the width, of the new ones at eighths.
    assertThat(new Plane(2, 1, new float[] {0, 8}).resized(4, 1).values())
        .containsExactly(0, 2, 6, 8);
  }

  @Test
  void stretchingReachesFromBlackToWhiteWithoutTheOutermostNumbers() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    values[999] = 1e9f;
    values[0] = -1e9f;

    float[] stretched = new Plane(1000, 1, values).stretched().values();

    assertThat(stretched[0]).isZero();
    assertThat(stretched[999]).isEqualTo(1);
    // Five are cut on each side: from 5 to 994.
    assertThat(stretched[500]).isCloseTo(495f / 989, within(1e-6f));
  }

  @Test
  void grayIsZero() {
    assertThat(new Plane(3, 1, new float[] {-1, 0, 2}).aroundGray().values())
        .containsExactly(0.25f, 0.5f, 1);
    assertThat(new Plane(2, 1, new float[2]).aroundGray().values()).containsExactly(0.5f, 0.5f);
  }

  @Test
  void correlationIsPearsons() {
    Plane plane = new Plane(3, 1, new float[] {1, 2, 3});

    assertThat(plane.correlation(new Plane(3, 1, new float[] {5, 3, 1})))
        .isCloseTo(-1, within(1e-9));
    assertThat(plane.correlation(new Plane(3, 1, new float[] {4, 4, 4}))).isZero();
    // Deviations (-1, 0, 1) and (-1, 1, 0): their product's mean is 1/3, both variances are 2/3.
    assertThat(plane.correlation(new Plane(3, 1, new float[] {0, 2, 1})))
        .isCloseTo(0.5, within(1e-6));
  }
}
