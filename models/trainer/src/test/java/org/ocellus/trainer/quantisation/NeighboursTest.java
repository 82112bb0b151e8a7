package org.ocellus.trainer.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final List<float[]> CIRCLE = List.of(at(0), at(10), at(25), at(45));

  @Test
  void lengthsDoNotMatter() {
    List<float[]> longer = CIRCLE.stream().map(v -> new float[] {7 * v[0], 7 * v[1]}).toList();

    assertThat(Neighbours.shared(CIRCLE, longer, 1)).isEqualTo(1);
    assertThat(Neighbours.shared(CIRCLE, longer, 3)).isEqualTo(1);
  }

  @Test
  void theShareIsThatOfTheNeighboursThatBothFind() {
    // Nearest: 10, 0, 10, 25 in the first; 10, 0, 45, 25 in the second, where 25 went to 35.
    List<float[]> moved = List.of(at(0), at(10), at(35), at(45));

    assertThat(Neighbours.shared(CIRCLE, moved, 1)).isEqualTo(0.75);
    // The two nearest: {10, 25}, {0, 25}, {10, 45}, {25, 10} and {10, 25}, {0, 25}, {45, 10},
    // {25, 10}.
    assertThat(Neighbours.shared(CIRCLE, moved, 2)).isEqualTo(1, within(1e-9));
  }

  private static float[] at(double degrees) {
    return new float[] {
      (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
    };
  }
}
