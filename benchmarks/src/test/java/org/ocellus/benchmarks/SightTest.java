package org.ocellus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightTest {
  @Test
  void precisionAndAveragePrecisionAreThoseWorkedByHand() {
    List<float[]> vectors = new ArrayList<>();
    for (float x : new float[] {0, 1, 3, 7}) {
      vectors.add(new float[] {x});
    }

    Sight sight =
        Sight.of(new Contestant.RawPixels(1), vectors, List.of("cat", "dog", "cat", "dog"));

    // From 0: dog, cat, dog. From 1: cat, cat, dog. From 3: dog, cat, dog. From 7: cat, dog, cat.
    assertThat(sight.precisionAt10()).isCloseTo(1 / 3.0, offset(1e-9));
    assertThat(sight.meanAveragePrecision())
        .isCloseTo((1 / 2.0 + 1 / 3.0 + 1 / 2.0 + 1 / 2.0) / 4, offset(1e-9));
  }
}
