package org.ocellus.trainer.task;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.teacher.TeacherAnswers;

/** Learning a teacher's features of the same crops, and perhaps labels beside them. */
public final class Distillation implements Objective {
  private final TeacherAnswers answers;
  private final DistillationLoss loss;
  private final double labelWeight;
  private final @Nullable Classification classification;

  Distillation(
      Dataset dataset, Network network, TaskSpec.Distillation spec, TeacherAnswers answers) {
    this.answers = answers;
    labelWeight = spec.labels();
    classification = labelWeight == 0 ? null : new Classification(dataset, 0);
    loss =
        new DistillationLoss(
            network.weights(), network.spec().dimension(), answers.dimension(), spec.relational());
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    Tensor features = features(batch.items(), batch.crops());
    Tensor distilled = loss.of(outputs.embedding(), features);
    return classification == null
        ? distilled
        : distilled.add(classification.loss(outputs, batch).mul(new Scalar(labelWeight)));
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    return classification == null ? Map.of() : classification.seen(outputs, batch);
  }

  /**
   * The mean cosine with the teacher's features; what is measured of labels where there are any.
   */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    float[][] embeddings = predictions.of(NetworkSpec.EMBEDDING);
    int[] items = predictions.items();
    float[] features = new float[answers.dimension()];
    double sum = 0;
    for (int i = 0; i < items.length; i++) {
      answers.get(items[i], answers.crops(), features, 0);
      sum += loss.cosine(embeddings[i], features);
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("cosine", sum / items.length);
    if (classification != null) {
      measures.putAll(classification.measure(predictions));
    }
    return measures;
  }

  private Tensor features(int[] items, int[] crops) {
    int dimension = answers.dimension();
    float[] rows = new float[items.length * dimension];
    for (int i = 0; i < items.length; i++) {
      answers.get(items[i], crops[i], rows, i * dimension);
    }
    return Tensor.create(rows, items.length, dimension);
  }
}
