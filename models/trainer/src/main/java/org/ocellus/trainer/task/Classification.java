package org.ocellus.trainer.task;

import java.util.Arrays;
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
 * Telling labels apart by the head {@code logits}. A guess is right if it is among the picture's
 * labels.
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
  private final CrossEntropy loss;

  /** Prepares the classification of {@code dataset}'s labels. */
  public Classification(Dataset dataset, double labelSmoothing) {
    this.dataset = dataset;
    loss = new CrossEntropy(labelSmoothing);
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    return loss.of(outputs.get(NetworkSpec.LOGITS), batch.targets());
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    long right = CrossEntropy.right(outputs.get(NetworkSpec.LOGITS), batch.targets());
    return Map.of(ACCURACY, (double) right / batch.length());
  }

  /**
   * Accuracy, top-5 accuracy, the temperature that calibrates the probabilities, their expected
   * calibration error at that temperature, and each source's accuracy where there are several.
   */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    float[][] logits = predictions.of(NetworkSpec.LOGITS);
    int[][] classes = new int[logits.length][];
    Arrays.setAll(classes, i -> dataset.classesOf(predictions.items()[i]));
    int[] first = Stream.of(classes).mapToInt(c -> c[0]).toArray();
    TemperatureScaling scaling = TemperatureScaling.fit(logits, first);
    float[][] probabilities = scaling.probabilities(logits);
    ClassificationMeasures all = measures(probabilities, classes);
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(ACCURACY, all.accuracy());
    measures.put(TOP5, all.top5());
    measures.put(TEMPERATURE, scaling.temperature());
    measures.put(ECE, all.ece());
    if (dataset.sources().size() > 1) {
      for (int s = 0; s < dataset.sources().size(); s++) {
        int source = s;
        int[] rows =
            IntStream.range(0, logits.length)
                .filter(i -> dataset.sourceOf(predictions.items()[i]) == source)
                .toArray();
        float[][] some = IntStream.of(rows).mapToObj(i -> probabilities[i]).toArray(float[][]::new);
        int[][] theirs = IntStream.of(rows).mapToObj(i -> classes[i]).toArray(int[][]::new);
        String name = ACCURACY + " " + dataset.sources().get(s).name();
        measures.put(name, measures(some, theirs).accuracy());
      }
    }
    return measures;
  }

  private ClassificationMeasures measures(float[][] probabilities, int[][] classes) {
    return ClassificationMeasures.of(probabilities, classes, dataset.vocabulary().labels());
  }
}
