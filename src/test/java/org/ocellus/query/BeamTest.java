package org.ocellus.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BeamTest {
  private static final int EACH = 2;
  private static final int PAGE = 10;

  @Test
  void aSmallEfSearchEndsTheFirstStepEarly() {
    assertThat(Beam.to(11, 16, 16, EACH, PAGE)).isEqualTo(new Beam(16, PAGE, 16));
    assertThat(Beam.to(11, 51, null, EACH, PAGE)).isEqualTo(new Beam(51, PAGE, 102));
  }

  @Test
  void aSmallEfSearchHasNoEffectBeyondTheFirstStep() {
    assertThat(Beam.to(17, 16, 16, EACH, PAGE)).isEqualTo(Beam.to(17, 51, null, EACH, PAGE));
  }

  @Test
  void allDepthsOfAStepAreSearchedAlike() {
    assertThat(Beam.to(1, 51, null, EACH, PAGE)).isEqualTo(Beam.to(51, 51, null, EACH, PAGE));
    assertThat(Beam.to(52, 51, null, EACH, PAGE)).isEqualTo(Beam.to(501, 51, null, EACH, PAGE));
  }

  @Test
  void ofManyCandidatesMoreHitsAreSure() {
    assertThat(Beam.to(11, 51, 400, EACH, PAGE)).isEqualTo(new Beam(51, 40, 400));
    assertThat(Beam.to(11, 51, 4000, EACH, PAGE)).isEqualTo(new Beam(51, 51, 4000));
  }

  @Test
  void examplesAreFoundBesidesAndNoMoreVectorsThanThereAre() {
    assertThat(new Beam(51, 10, 102).among(1000, 2)).isEqualTo(new Beam(53, 12, 104));
    assertThat(new Beam(51, 10, 102).among(20, 0)).isEqualTo(new Beam(20, 10, 20));
    assertThat(new Beam(51, 10, 102).among(0, 0)).isEqualTo(new Beam(1, 1, 1));
  }
}
