package org.ocellus.trainer.quantisation;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;
import org.ocellus.trainer.evaluation.ClassificationMeasures;
import org.ocellus.trainer.evaluation.Cosine;

/**
 * Runs a float32 network and its int8 form on the same pictures, batch by batch in turn, so that
 * whatever else the machine does meets both.
 */
final class Int8Comparison {
  /** How many pictures make a batch. */
  static final int BATCH = 8;

  private static final int DEPTH = 10;

  private final Model float32;
  private final Model int8;
  private final List<Double> floatMillis = new ArrayList<>();
  private final List<Double> int8Millis = new ArrayList<>();
  private final List<float[]> floatEmbeddings = new ArrayList<>();
  private final List<float[]> int8Embeddings = new ArrayList<>();
  private int pictures;
  private int same;
  private int labelled;
  private int floatRight;
  private int int8Right;

  /** Compares two models with the same preprocessing and outputs, opened with one thread each. */
  Int8Comparison(Model float32, Model int8) {
    this.float32 = float32;
    this.int8 = int8;
  }

  /**
   * Runs a batch.
   *
   * @param inputs up to {@link #BATCH} pictures, preprocessed
   * @param classes for each the class numbers that are right; none where that is not known
   * @throws ModelException if a network fails
   */
  void add(List<Tensor> inputs, List<int[]> classes) throws ModelException {
    long start = System.nanoTime();
    List<Prediction> floats = float32.predict(inputs);
    long between = System.nanoTime();
    List<Prediction> ints = int8.predict(inputs);
    long end = System.nanoTime();
    floatMillis.add((between - start) / 1e6 / inputs.size());
    int8Millis.add((end - between) / 1e6 / inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      pictures++;
      compare(floats.get(i), ints.get(i), classes.get(i));
    }
  }

  private void compare(Prediction floats, Prediction ints, int[] right) {
    if (floats.probabilities() != null) {
      int first = ClassificationMeasures.likeliest(floats.probabilities());
      int second = ClassificationMeasures.likeliest(Objects.requireNonNull(ints.probabilities()));
      same += first == second ? 1 : 0;
      labelled += right.length > 0 ? 1 : 0;
      floatRight += holds(right, first) ? 1 : 0;
      int8Right += holds(right, second) ? 1 : 0;
    }
    if (floats.embedding() != null) {
      floatEmbeddings.add(floats.embedding());
      int8Embeddings.add(Objects.requireNonNull(ints.embedding()));
    }
  }

  private static boolean holds(int[] numbers, int number) {
    for (int each : numbers) {
      if (each == number) {
        return true;
      }
    }
    return false;
  }

  /** How many pictures were compared. */
  int pictures() {
    return pictures;
  }

  /** The median time of a picture; of the two middle ones the longer. */
  Int8Report.Pair millis() {
    return new Int8Report.Pair(median(floatMillis), median(int8Millis));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }

  /** The share of the pictures to which both give the same first class; null without classes. */
  @Nullable Double sameClass() {
    return float32.classifies() ? (double) same / pictures : null;
  }

  /** Null if no picture's class is known. */
  Int8Report.@Nullable Accuracy accuracy() {
    return labelled == 0
        ? null
        : new Int8Report.Accuracy(
            labelled,
            new Int8Report.Pair((double) floatRight / labelled, (double) int8Right / labelled));
  }

  /** Null without embeddings. */
  Int8Report.@Nullable Embeddings embeddings() {
    if (floatEmbeddings.isEmpty()) {
      return null;
    }
    DoubleSummaryStatistics cosines =
        IntStream.range(0, pictures)
            .mapToDouble(i -> Cosine.of(floatEmbeddings.get(i), int8Embeddings.get(i)))
            .summaryStatistics();
    int depth = Math.min(DEPTH, pictures - 1);
    return new Int8Report.Embeddings(
        cosines.getAverage(),
        cosines.getMin(),
        Neighbours.shared(floatEmbeddings, int8Embeddings, depth),
        depth);
  }
}
