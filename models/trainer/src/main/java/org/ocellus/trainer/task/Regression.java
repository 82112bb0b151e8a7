package org.ocellus.trainer.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.evaluation.RegressionMeasures;
import org.ocellus.trainer.network.Outputs;

/** Saying continuous values by the head {@code values}, in the units of the data. */
public final class Regression implements Objective {
  /** The head's name. */
  public static final String VALUES = "values";

  private final Dataset dataset;
  private final RegressionLoss loss;

  Regression(Dataset dataset, Standardisation scale, @Nullable Double huber) {
    this.dataset = dataset;
    loss = new RegressionLoss(scale, huber);
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    return loss.of(outputs.get(VALUES), batch.values());
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    return Map.of();
  }

  /** R² and root mean squared error: over all targets together, and of each where several are. */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    float[][] said = predictions.of(VALUES);
    float[][] wanted = new float[said.length][];
    for (int i = 0; i < said.length; i++) {
      double[] values = dataset.valuesOf(predictions.items()[i]);
      wanted[i] = new float[values.length];
      for (int t = 0; t < values.length; t++) {
        wanted[i][t] = (float) values[t];
      }
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    put(measures, "", RegressionMeasures.of(said, wanted));
    if (dataset.targets().size() > 1) {
      List<RegressionMeasures> each = RegressionMeasures.each(said, wanted);
      for (int t = 0; t < each.size(); t++) {
        put(measures, " " + dataset.targets().get(t), each.get(t));
      }
    }
    return measures;
  }

  private static void put(Map<String, Double> measures, String suffix, RegressionMeasures values) {
    measures.put("r2" + suffix, values.r2());
    measures.put("rmse" + suffix, values.rmse());
  }
}
