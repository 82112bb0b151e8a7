package org.ocellus.trainer.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.evaluation.ClassificationMeasures;
import org.ocellus.trainer.evaluation.TemperatureScaling;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;

/**
 * Telling classes apart by the head {@code logits}. A guess is right if it is among the picture's
 * classes; pictures without any teach and measure nothing.
 */
public final class Classification implements Objective {
  /** The measure on all pictures; that of a source has the source's name behind. */
  public static final String ACCURACY = "accuracy";

  /** The measure that a guess among the five likeliest is right. */
  public static final String TOP5 = "top5";

  /** What logits are divided by to become calibrated. */
  public static final String TEMPERATURE = "temperature";

  /** The expected calibration error of what is exported. */
  public static final String ECE = "ece";

  private final Dataset dataset;
  private final Classes classes;
  private final CrossEntropy loss;

  /** Prepares the classification of {@code dataset}'s pictures. */
  public Classification(Dataset dataset, Classes classes, double labelSmoothing) {
    this.dataset = dataset;
    this.classes = classes;
    loss = new CrossEntropy(labelSmoothing);
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    return loss.of(outputs.get(NetworkSpec.LOGITS), classes.targets(batch));
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    long right = CrossEntropy.right(outputs.get(NetworkSpec.LOGITS), classes.targets(batch));
    return Map.of(ACCURACY, (double) right / batch.length());
  }

  /**
   * Nothing without a picture of known class; else accuracy, top-5 accuracy, the temperature that
   * calibrates the probabilities, their expected calibration error at that temperature, and each
   * source's accuracy where there are several.
   */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    int[] items = predictions.items();
    int[] known =
        IntStream.range(0, items.length).filter(i -> classes.of(items[i]).length > 0).toArray();
    if (known.length == 0) {
      return Map.of();
    }
    float[][] all = predictions.of(NetworkSpec.LOGITS);
    float[][] logits = IntStream.of(known).mapToObj(i -> all[i]).toArray(float[][]::new);
    int[][] shown = IntStream.of(known).mapToObj(i -> classes.of(items[i])).toArray(int[][]::new);
    TemperatureScaling scaling =
        TemperatureScaling.fit(logits, Stream.of(shown).mapToInt(c -> c[0]).toArray());
    float[][] probabilities = scaling.probabilities(logits);
    ClassificationMeasures measured = measures(probabilities, shown);
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(ACCURACY, measured.accuracy());
    measures.put(TOP5, measured.top5());
    measures.put(TEMPERATURE, scaling.temperature());
    measures.put(ECE, measured.ece());
    int[] sources = IntStream.of(known).map(i -> dataset.sourceOf(items[i])).distinct().toArray();
    if (sources.length > 1) {
      for (int source : sources) {
        int[] rows =
            IntStream.range(0, known.length)
                .filter(i -> dataset.sourceOf(items[known[i]]) == source)
                .toArray();
        float[][] some = IntStream.of(rows).mapToObj(i -> probabilities[i]).toArray(float[][]::new);
        int[][] theirs = IntStream.of(rows).mapToObj(i -> shown[i]).toArray(int[][]::new);
        String name = ACCURACY + " " + dataset.sources().get(source).name();
        measures.put(name, measures(some, theirs).accuracy());
      }
    }
    return measures;
  }

  private ClassificationMeasures measures(float[][] probabilities, int[][] shown) {
    return ClassificationMeasures.of(probabilities, shown, classes.names());
  }
}
