package org.ocellus.trainer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.trainer.SmallModel;

class OcclusionTest {
  private static final int SIDE = 32;

  /** What decides: 8 × 8 pixels, as large as a square that covers. */
  private static final int PATCH = 8;

  private static final int LEFT = 23;
  private static final int TOP = 1;

  @TempDir private Path folder;

  @Test
  void theHeatMapPeaksWhereTheOnlyThingThatCountsLies() throws Exception {
    Tensor picture = patchAlone();
    try (Model model = patchModel()) {
      Occlusion occlusion =
          Occlusion.of(model, picture, p -> Objects.requireNonNull(p.probabilities())[0]);

      // Cells of 2 pixels, so that just the square around (27, 5) covers all of it.
      assertThat(occlusion.decisiveSquare())
          .isEqualTo(new Occlusion.Square(LEFT, TOP, LEFT + PATCH, TOP + PATCH));
    }
  }

  @Test
  void eachDropIsTheFormulasDifference() throws Exception {
    Tensor picture = patchAlone();
    double mean = (double) PATCH * PATCH / (SIDE * SIDE);
    try (Model model = patchModel()) {
      Occlusion occlusion =
          Occlusion.of(model, picture, p -> Objects.requireNonNull(p.probabilities())[0]);

      assertThat(occlusion.score()).isCloseTo(probability(1), within(1e-6));
      assertThat(occlusion.drops().width()).isEqualTo(16);
      assertThat(occlusion.drops().height()).isEqualTo(16);
      for (int cell = 0; cell < 256; cell++) {
        int x = 2 * (cell % 16) + 1;
        int y = 2 * (cell / 16) + 1;
        double wide = Math.max(0, Math.min(LEFT + PATCH, x + 4) - Math.max(LEFT, x - 4));
        double tall = Math.max(0, Math.min(TOP + PATCH, y + 4) - Math.max(TOP, y - 4));
        double covered = wide * tall / (PATCH * PATCH);
        double expected = probability(1) - probability(1 - covered + covered * mean);
        assertThat(occlusion.drops().values()[cell])
            .as("cell %d", cell)
            .isCloseTo((float) expected, within(1e-5f));
      }
    }
  }

  /** Two classes: the mean of the patch's samples, and 0. */
  private Model patchModel() throws Exception {
    float[] patch = new float[3 * SIDE * SIDE];
    for (int i = 0; i < patch.length; i++) {
      patch[i] = inPatch(i) ? 1f / (3 * PATCH * PATCH) : 0;
    }
    return Model.open(
        SmallModel.write(
            folder, SmallModel.weighted("logits", SIDE, patch, new float[patch.length]), SIDE),
        1);
  }

  /** White in the patch, black elsewhere. */
  private static Tensor patchAlone() {
    float[] data = new float[3 * SIDE * SIDE];
    for (int i = 0; i < data.length; i++) {
      data[i] = inPatch(i) ? 1 : 0;
    }
    return new Tensor(data, new long[] {1, 3, SIDE, SIDE});
  }

  private static boolean inPatch(int sample) {
    int x = sample % SIDE;
    int y = sample / SIDE % SIDE;
    return x >= LEFT && x < LEFT + PATCH && y >= TOP && y < TOP + PATCH;
  }

  private static double probability(double logit) {
    return Math.exp(logit) / (Math.exp(logit) + 1);
  }
}
