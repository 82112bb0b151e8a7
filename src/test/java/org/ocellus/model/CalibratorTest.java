package org.ocellus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.ocellus.model.Calibrator.Labelled;
import org.ocellus.model.Calibrator.Promise;

class CalibratorTest {
  private static final Calibrator.Copies NONE = (one, other, cosine) -> false;
  private static final int NEIGHBOURS = 20;

  /** Classes of blurred points: neighbours are of one class the likelier the nearer they are. */
  private static List<Labelled> pictures(int classes, int each, double blur) {
    Random random = new Random(11);
    List<Labelled> pictures = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      double[] centre = random.doubles(16, -1, 1).toArray();
      for (int i = 0; i < each; i++) {
        float[] vector = new float[16];
        for (int d = 0; d < vector.length; d++) {
          vector[d] = (float) (centre[d] + blur * random.nextGaussian());
        }
        pictures.add(new Labelled(vector, "class " + c));
      }
    }
    return pictures;
  }

  @Test
  void aStepPromisesTheShareOfItsHitsThatAreOfTheSameClass() {
    List<Labelled> pictures = pictures(20, 20, 0.6);
    Calibration made = new Calibrator(pictures, NEIGHBOURS, NONE).calibration(new Fingerprint("f"));

    check(made.curve(Metric.COSINE).orElseThrow(), pictures, (a, b) -> -cosine(a, b));
    check(made.curve(Metric.EUCLIDEAN).orElseThrow(), pictures, CalibratorTest::distance);
    assertThat(made.pictures()).isEqualTo(400);
    assertThat(made.classes()).isEqualTo(20);
  }

  /** By sorting all others of each picture. */
  private static void check(
      PrecisionCurve curve, List<Labelled> pictures, ToDoubleBiFunction<float[], float[]> far) {
    int sign = curve.metric() == Metric.COSINE ? -1 : 1;
    long[] hits = new long[curve.steps().size()];
    long[] relevant = new long[curve.steps().size()];
    for (Labelled query : pictures) {
      pictures.stream()
          .filter(other -> other != query)
          .sorted(Comparator.comparingDouble(o -> far.applyAsDouble(query.vector(), o.vector())))
          .limit(NEIGHBOURS)
          .forEach(
              other -> {
                double value = sign * far.applyAsDouble(query.vector(), other.vector());
                int step = 0;
                while (curve.metric().nearer(curve.steps().get(step).value(), value)
                    && Math.abs(curve.steps().get(step).value() - value) > 1e-12) {
                  step++;
                }
                hits[step]++;
                relevant[step] += other.label().equals(query.label()) ? 1 : 0;
              });
    }
    assertThat(curve.steps()).hasSizeGreaterThan(5);
    for (int i = 0; i < hits.length; i++) {
      PrecisionCurve.Step step = curve.steps().get(i);
      assertThat(step.hits()).isEqualTo(hits[i]).isGreaterThanOrEqualTo(400);
      assertThat(step.precision()).isCloseTo((double) relevant[i] / hits[i], within(1e-12));
    }
  }

  @Test
  void promisesAreKeptOnClassesThatTookNoPartInTheFit() {
    Calibrator calibrator = new Calibrator(pictures(100, 20, 0.45), NEIGHBOURS, NONE);
    for (Metric metric : Metric.values()) {
      List<Promise> promises = calibrator.promises(metric);
      assertThat(promises).extracting(Promise::least).startsWith(0.1).endsWith(0.9).hasSize(9);
      assertThat(promises.get(4).hits()).isGreaterThan(1000);
      // All classes are made alike, so that only chance can break a promise, which it does easily
      // where few hits are counted.
      for (Promise promise : promises.stream().filter(each -> each.hits() > 1000).toList()) {
        assertThat(promise.measured()).isCloseTo(promise.promised(), within(0.05));
        assertThat(promise.promised()).isGreaterThanOrEqualTo(promise.least());
      }
    }
  }

  @Test
  void copiesProveNothing() {
    List<Labelled> once = pictures(20, 20, 0.6);
    List<Labelled> twice = new ArrayList<>(once);
    twice.addAll(once);
    Calibration with = new Calibrator(twice, NEIGHBOURS, NONE).calibration(new Fingerprint("f"));
    Calibration without =
        new Calibrator(twice, NEIGHBOURS, (one, other, cosine) -> cosine > 1 - 1e-9)
            .calibration(new Fingerprint("f"));

    assertThat(with.curve(Metric.COSINE).orElseThrow().precision(1)).isEqualTo(1);
    assertThat(without.curve(Metric.COSINE).orElseThrow().steps().get(0).value())
        .isLessThan(1 - 1e-9);
  }

  @Test
  void tooLittleToGoByIsRefused() {
    assertThatThrownBy(() -> new Calibrator(pictures(1, 50, 1), NEIGHBOURS, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("calibration needs pictures of at least 2 classes, got 1");
    assertThatThrownBy(() -> new Calibrator(pictures(2, 3, 1), NEIGHBOURS, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 400 hits, got 30");
    assertThatThrownBy(() -> new Calibrator(pictures(2, 3, 1), 0, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neighbours must be >= 1, got 0");
  }

  private static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double distance(float[] a, float[] b) {
    return Math.sqrt(Math.max(0, dot(a, a) + dot(b, b) - 2 * dot(a, b)));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
