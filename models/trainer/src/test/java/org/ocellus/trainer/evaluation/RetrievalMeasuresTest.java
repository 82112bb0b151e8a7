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
import org.ocellus.model.Metric;

class RetrievalMeasuresTest {
  /** What may differ where float32 swaps two items that are nearly equally near. */
  private static final double SWAPS = 1e-6;

  /** Angles of 0, 10, 20, 30 and 80 degrees. */
  private static final LabelledVectors GALLERY =
      new LabelledVectors(at(0, 10, 20, 30, 80), new int[][] {{1}, {0}, {1}, {0}, {0}});

  /**
   * Asked at 0 degrees for label 0, the relevant are 2nd, 4th and 5th: (1/2 + 2/4 + 3/5) / 3. Asked
   * at 90 degrees for label 1, they are 3rd and 5th: (1/3 + 2/5) / 2.
   */
  @Test
  void theyAreTheOnesWorkedByHand() {
    LabelledVectors queries = new LabelledVectors(at(0, 90), new int[][] {{0}, {1}});

    RetrievalMeasures measures = RetrievalMeasures.of(queries, GALLERY, Metric.COSINE);

    assertThat(measures.queries()).isEqualTo(2);
    assertThat(measures.recallAt(1)).isZero();
    assertThat(measures.recallAt(2)).isEqualTo(0.5);
    assertThat(measures.recallAt(3)).isEqualTo(1);
    assertThat(measures.meanAveragePrecision())
        .isCloseTo(((0.5 + 0.5 + 0.6) / 3 + (1 / 3.0 + 2 / 5.0) / 2) / 2, offset(1e-12));
  }

  @Test
  void leavingOneOutNoPictureFindsItself() {
    LabelledVectors pair = new LabelledVectors(at(0, 5, 90), new int[][] {{0}, {1}, {0}});

    RetrievalMeasures measures = RetrievalMeasures.leaveOneOut(pair, Metric.COSINE);

    assertThat(measures.queries()).isEqualTo(2);
    assertThat(measures.unanswerable()).isEqualTo(1);
    assertThat(measures.recallAt(1)).isZero();
    assertThat(measures.meanAveragePrecision()).isEqualTo(0.5);
  }

  @Test
  void equalVectorsAreRankedByTheirPlace() {
    float[][] same = at(3, 3, 3, 3);
    LabelledVectors gallery = new LabelledVectors(same, new int[][] {{1}, {1}, {0}, {1}});

    RetrievalMeasures measures =
        RetrievalMeasures.of(
            new LabelledVectors(at(40), new int[][] {{0}}), gallery, Metric.COSINE);

    assertThat(measures.recallAt(2)).isZero();
    assertThat(measures.recallAt(3)).isEqualTo(1);
  }

  @Test
  void aPictureOfSeveralLabelsIsRelevantToEach() {
    LabelledVectors gallery = new LabelledVectors(at(0, 10), new int[][] {{0, 1}, {2, 3}});
    LabelledVectors queries = new LabelledVectors(at(0, 0), new int[][] {{1, 2}, {3}});

    RetrievalMeasures measures = RetrievalMeasures.of(queries, gallery, Metric.COSINE);

    assertThat(measures.recallAt(1)).isEqualTo(0.5);
    assertThat(measures.meanAveragePrecision()).isEqualTo((1 + 0.5) / 2);
  }

  @Test
  void aLongVectorIsNearByAngleAndFarByDistance() {
    LabelledVectors gallery =
        new LabelledVectors(new float[][] {{10, 0}, {1, 1}}, new int[][] {{0}, {1}});
    LabelledVectors query = new LabelledVectors(new float[][] {{1, 0}}, new int[][] {{0}});

    assertThat(RetrievalMeasures.of(query, gallery, Metric.COSINE).recallAt(1)).isEqualTo(1);
    assertThat(RetrievalMeasures.of(query, gallery, Metric.EUCLIDEAN).recallAt(1)).isZero();
  }

  @Test
  void theyAreWhatSortingAllByDefinitionGives() {
    for (Metric metric : Metric.values()) {
      LabelledVectors queries = random(70, 37, 1);
      LabelledVectors gallery = random(700, 37, 2);
      Reference expected = new Reference(queries, gallery, metric, false);
      RetrievalMeasures measures = RetrievalMeasures.of(queries, gallery, metric);
      assertThat(measures.recallAt(1)).isEqualTo(expected.recallAt(1));
      assertThat(measures.recallAt(10)).isEqualTo(expected.recallAt(10));
      assertThat(measures.meanAveragePrecision())
          .isCloseTo(expected.meanAveragePrecision(), offset(SWAPS));

      Reference among = new Reference(gallery, gallery, metric, true);
      RetrievalMeasures leaving = RetrievalMeasures.leaveOneOut(gallery, metric);
      assertThat(leaving.recallAt(1)).isEqualTo(among.recallAt(1));
      assertThat(leaving.meanAveragePrecision())
          .isCloseTo(among.meanAveragePrecision(), offset(SWAPS));
    }
  }

  @Test
  void moreDimensionsThanATileHasAreAllCounted() {
    LabelledVectors items = random(60, 300, 3);

    assertThat(RetrievalMeasures.leaveOneOut(items, Metric.COSINE).meanAveragePrecision())
        .isCloseTo(
            new Reference(items, items, Metric.COSINE, true).meanAveragePrecision(), offset(SWAPS));
  }

  @Test
  void withoutAnythingRelevantThereIsNoMeasure() {
    LabelledVectors strange = new LabelledVectors(at(0), new int[][] {{7}});

    RetrievalMeasures measures = RetrievalMeasures.of(strange, GALLERY, Metric.COSINE);

    assertThat(measures.queries()).isZero();
    assertThat(measures.unanswerable()).isEqualTo(1);
    assertThat(measures.recallAt(1)).isNaN();
    assertThat(measures.meanAveragePrecision()).isNaN();
    LabelledVectors none = new LabelledVectors(new float[0][], new int[0][]);
    assertThat(RetrievalMeasures.of(none, GALLERY, Metric.COSINE).recallAt(1)).isNaN();
    assertThat(RetrievalMeasures.of(GALLERY, none, Metric.COSINE).unanswerable()).isEqualTo(5);
  }

  @Test
  void vectorsThatDoNotFitAreRefused() {
    LabelledVectors three = new LabelledVectors(new float[][] {{1, 2, 3}}, new int[][] {{0}});

    assertThatThrownBy(() -> RetrievalMeasures.of(three, GALLERY, Metric.COSINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the queries' vectors have 3 numbers, the gallery's 2");
    assertThatThrownBy(() -> new LabelledVectors(new float[][] {{1, Float.NaN}}, new int[][] {{0}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vector 0 holds NaN");
    assertThatThrownBy(() -> RetrievalMeasures.leaveOneOut(GALLERY, Metric.COSINE).recallAt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be >= 1, got 0");
  }

  private static float[][] at(double... degrees) {
    float[][] vectors = new float[degrees.length][];
    for (int i = 0; i < degrees.length; i++) {
      double angle = Math.toRadians(degrees[i]);
      vectors[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }
    return vectors;
  }

  /**
   * Vectors about the centre of their label, some of two labels, the last of a label of its own.
   */
  private static LabelledVectors random(int size, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] vectors = new float[size][dimension];
    int[][] labels = new int[size][];
    for (int i = 0; i < size; i++) {
      int label = random.nextInt(9);
      labels[i] =
          i == size - 1
              ? new int[] {99}
              : i % 7 == 0 ? new int[] {label, random.nextInt(9)} : new int[] {label};
      for (int d = 0; d < dimension; d++) {
        vectors[i][d] = (float) (random.nextGaussian() + (d % 9 == label ? 1 : 0));
      }
    }
    return new LabelledVectors(vectors, labels);
  }

  /** The definitions, query by query, in double precision. */
  private static final class Reference {
    private final List<List<Boolean>> rankings = new ArrayList<>();

    Reference(
        LabelledVectors queries, LabelledVectors gallery, Metric metric, boolean leaveOneOut) {
      for (int q = 0; q < queries.size(); q++) {
        int query = q;
        double[] distances =
            IntStream.range(0, gallery.size())
                .mapToDouble(i -> distance(queries.vectors()[query], gallery.vectors()[i], metric))
                .toArray();
        List<Boolean> ranking =
            IntStream.range(0, gallery.size())
                .filter(i -> !leaveOneOut || i != query)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .map(i -> common(queries.labels()[query], gallery.labels()[i]))
                .toList();
        if (ranking.contains(true)) {
          rankings.add(ranking);
        }
      }
    }

    double recallAt(int k) {
      return rankings.stream().filter(r -> r.subList(0, k).contains(true)).count()
          / (double) rankings.size();
    }

    double meanAveragePrecision() {
      double sum = 0;
      for (List<Boolean> ranking : rankings) {
        double precisions = 0;
        int relevant = 0;
        for (int r = 1; r <= ranking.size(); r++) {
          if (ranking.get(r - 1)) {
            relevant++;
            precisions += (double) relevant / r;
          }
        }
        sum += precisions / relevant;
      }
      return sum / rankings.size();
    }

    private static boolean common(int[] some, int[] others) {
      return IntStream.of(some).anyMatch(a -> IntStream.of(others).anyMatch(b -> a == b));
    }

    private static double distance(float[] a, float[] b, Metric metric) {
      double dot = 0;
      double aa = 0;
      double bb = 0;
      for (int d = 0; d < a.length; d++) {
        dot += (double) a[d] * b[d];
        aa += (double) a[d] * a[d];
        bb += (double) b[d] * b[d];
      }
      return metric == Metric.COSINE ? -dot / Math.sqrt(aa * bb) : aa + bb - 2 * dot;
    }
  }
}
