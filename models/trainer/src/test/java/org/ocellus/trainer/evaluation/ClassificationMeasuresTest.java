package org.ocellus.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationMeasuresTest {
  private static final List<String> NAMES = List.of("cat", "dog", "owl");
  private static final float[][] GUESSES = {
    {0.9f, 0.1f, 0}, {0.3f, 0.6f, 0.1f}, {0.2f, 0.5f, 0.3f}, {0.4f, 0.4f, 0.2f}
  };

  @Test
  void accuracyIsTheShareOfRightFirstGuessesAndATieGoesToTheSmallerNumber() {
    ClassificationMeasures measures =
        ClassificationMeasures.of(GUESSES, new int[][] {{0}, {1}, {2}, {1}}, NAMES);

    assertThat(measures.pictures()).isEqualTo(4);
    assertThat(measures.accuracy()).isEqualTo(0.5);
    assertThat(measures.top5()).isEqualTo(1);
  }

  @Test
  void aPictureOfSeveralClassesIsRightWithAnyOfThem() {
    ClassificationMeasures measures =
        ClassificationMeasures.of(GUESSES, new int[][] {{2, 0}, {0, 2}, {2, 1}, {0}}, NAMES);

    assertThat(measures.accuracy()).isEqualTo(0.75);
    assertThat(measures.confusion().count(0, 1)).isEqualTo(1);
    assertThat(measures.confusion().count(1, 1)).isEqualTo(1);
  }

  @Test
  void theConfusionMatrixCountsEachPicture() {
    ConfusionMatrix confusion =
        ClassificationMeasures.of(GUESSES, new int[][] {{0}, {1}, {2}, {1}}, NAMES).confusion();

    assertThat(confusion.count(0, 0)).isEqualTo(1);
    assertThat(confusion.count(1, 0)).isEqualTo(1);
    assertThat(confusion.count(1, 1)).isEqualTo(1);
    assertThat(confusion.count(2, 1)).isEqualTo(1);
    assertThat(confusion.recall(1)).isEqualTo(0.5);
    assertThat(confusion.precision(0)).isEqualTo(0.5);
    assertThat(confusion.precision(2)).isNaN();
    assertThat(confusion.greatest(1))
        .containsExactly(new ConfusionMatrix.Confusion("dog", "cat", 1));
    assertThat(confusion.toString())
        .isEqualTo(
            """
                    recall precision  0 1 2
               0 cat 1.000     0.500  1 0 0
               1 dog 0.500     0.500  1 1 0
               2 owl 0.000       NaN  0 1 0\
            """);
  }

  /** 0.9 right in the bin of 0.9; 0.6 right and 0.6 wrong in one bin; 0.4 wrong. */
  @Test
  void theCalibrationErrorIsTheOneWorkedByHand() {
    float[][] guesses = {{0.9f, 0.1f}, {0.6f, 0.4f}, {0.6f, 0.4f}, {0.55f, 0.45f}};

    double ece =
        ClassificationMeasures.of(guesses, new int[][] {{0}, {0}, {1}, {1}}, List.of("cat", "dog"))
            .ece();

    assertThat(ece).isCloseTo((0.1 + 0.2 + 0.55) / 4, offset(1e-6));
  }

  @Test
  void aGuessThatIsSureAndRightIsWellCalibratedAndOneThatIsWrongIsNot() {
    float[][] sure = {{1, 0}, {0, 1}};

    assertThat(ClassificationMeasures.of(sure, new int[][] {{0}, {1}}, List.of("a", "b")).ece())
        .isZero();
    assertThat(ClassificationMeasures.of(sure, new int[][] {{1}, {0}}, List.of("a", "b")).ece())
        .isEqualTo(1);
  }

  @Test
  void amongManyClassesTop5IsWhatSortingSays() {
    SplittableRandom random = new SplittableRandom(5);
    int classes = 30;
    float[][] rows = new float[500][classes];
    int[][] truths = new int[rows.length][];
    int expected = 0;
    for (int i = 0; i < rows.length; i++) {
      float[] row = rows[i];
      for (int c = 0; c < classes; c++) {
        row[c] = random.nextInt(12) / 12f; // ties
      }
      truths[i] = new int[] {random.nextInt(classes), random.nextInt(classes)};
      int[] truth = truths[i];
      List<Integer> order = new ArrayList<>(IntStream.range(0, classes).boxed().toList());
      order.sort(Comparator.comparing(c -> -row[c]));
      expected +=
          order.subList(0, 5).stream().anyMatch(c -> c == truth[0] || c == truth[1]) ? 1 : 0;
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();

    assertThat(ClassificationMeasures.of(rows, truths, names).top5())
        .isEqualTo(expected / (double) rows.length);
  }

  @Test
  void withoutPicturesThereIsNoMeasure() {
    ClassificationMeasures none = ClassificationMeasures.of(new float[0][], new int[0][], NAMES);

    assertThat(none.accuracy()).isNaN();
    assertThat(none.ece()).isNaN();
    assertThatThrownBy(() -> ClassificationMeasures.of(GUESSES, new int[0][], NAMES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 rows need as many lists of classes, got 0");
  }
}
