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

/**
 * Learning a teacher's features of the same crops, and perhaps its class probabilities and labels
 * beside them.
 */
public final class Distillation implements Objective {
  private final TeacherAnswers answers;
  private final DistillationLoss loss;
  private final @Nullable SoftTargets softTargets;
  private final double labelWeight;
  private final @Nullable Classification classification;

  Distillation(
      Dataset dataset,
      Classes classes,
      Network network,
      TaskSpec.Distillation spec,
      TeacherAnswers answers) {
    this.answers = answers;
    TaskSpec.DistilledLogits logits = spec.logits();
    softTargets = logits == null ? null : new SoftTargets(logits.weight(), logits.temperature());
    labelWeight = spec.labels();
    classification =
        logits == null && labelWeight == 0 ? null : new Classification(dataset, classes, 0);
    loss =
        new DistillationLoss(
            network.weights(), network.spec().dimension(), answers.dimension(), spec.relational());
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    Tensor distilled =
        loss.of(outputs.embedding(), rows(batch, answers.dimension(), answers::features));
    if (softTargets != null) {
      Tensor teacher = rows(batch, answers.classes().size(), answers::logProbabilities);
      distilled = distilled.add(softTargets.of(outputs.get(NetworkSpec.LOGITS), teacher));
    }
    return classification == null || labelWeight == 0
        ? distilled
        : distilled.add(classification.loss(outputs, batch).mul(new Scalar(labelWeight)));
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    return classification == null || labelWeight == 0
        ? Map.of()
        : classification.seen(outputs, batch);
  }

  /**
   * The mean cosine with the teacher's features; what is measured of classes where there are any.
   */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    float[][] embeddings = predictions.of(NetworkSpec.EMBEDDING);
    int[] items = predictions.items();
    float[] features = new float[answers.dimension()];
    double sum = 0;
    for (int i = 0; i < items.length; i++) {
      answers.features(items[i], answers.crops(), features, 0);
      sum += loss.cosine(embeddings[i], features);
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("cosine", sum / items.length);
    if (classification != null) {
      measures.putAll(classification.measure(predictions));
    }
    return measures;
  }

  /** A part of the teacher's answers. */
  private interface Part {
    void get(int picture, int crop, float[] out, int from);
  }

  private static Tensor rows(Batch batch, int length, Part part) {
    int[] items = batch.items();
    int[] crops = batch.crops();
    float[] rows = new float[items.length * length];
    for (int i = 0; i < items.length; i++) {
      part.get(items[i], crops[i], rows, i * length);
    }
    return Tensor.create(rows, items.length, length);
  }
}
