package org.ocellus.trainer.task;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;

/**
 * Telling labels apart by the head {@code logits}. A guess is right if it is among the picture's
 * labels.
 */
public final class Classification implements Objective {
  /** The measure on all pictures; that of a source has the source's name behind. */
  public static final String ACCURACY = "accuracy";

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

  @Override
  public Map<String, Double> measure(Predictions predictions) {
    int sources = dataset.sources().size();
    long[] right = new long[sources + 1];
    long[] all = new long[sources + 1];
    float[][] logits = predictions.of(NetworkSpec.LOGITS);
    for (int i = 0; i < logits.length; i++) {
      int item = predictions.items()[i];
      int hit = isRight(logits[i], dataset.classesOf(item)) ? 1 : 0;
      int source = dataset.sourceOf(item);
      right[source] += hit;
      all[source]++;
      right[sources] += hit;
      all[sources]++;
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(ACCURACY, (double) right[sources] / all[sources]);
    for (int s = 0; s < sources && sources > 1; s++) {
      String name = ACCURACY + " " + dataset.sources().get(s).name();
      measures.put(name, (double) right[s] / all[s]); // not a number without pictures
    }
    return measures;
  }

  private static boolean isRight(float[] logits, int[] labels) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[best]) {
        best = c;
      }
    }
    for (int label : labels) {
      if (label == best) {
        return true;
      }
    }
    return false;
  }
}
