package org.ocellus.trainer.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Outputs;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.teacher.TeacherAnswers;

/**
 * Learning a teacher's features of the same crops, as their principal components, and perhaps its
 * class probabilities, labels and people's captions beside them.
 */
public final class Distillation implements Objective {
  /** So many features tell the directions in which they differ. */
  private static final int SAMPLE = 20_000;

  /** Held-out pictures are measured so many at a time. */
  private static final int MEASURED = 1000;

  private final TeacherAnswers answers;
  private final PrincipalComponents components;
  private final DistillationLoss loss;
  private final @Nullable SoftTargets softTargets;
  private final double labelWeight;
  private final @Nullable Classification classification;
  private final @Nullable SentenceLoss sentences;
  private final @Nullable TextEmbeddingLoss textEmbedding;

  Distillation(
      Dataset dataset,
      Classes classes,
      Network network,
      TaskSpec.Distillation spec,
      int[] training,
      TeacherAnswers answers,
      Optional<CaptionVectors> captions) {
    this.answers = answers;
    TaskSpec.Sentences learned = spec.sentences();
    sentences =
        learned == null
            ? null
            : new SentenceLoss(network, captions.orElseThrow(), learned.weight());
    TaskSpec.TextEmbedding placed = spec.textEmbedding();
    textEmbedding = placed == null ? null : new TextEmbeddingLoss(placed, captions.orElse(null));
    TaskSpec.DistilledLogits logits = spec.logits();
    softTargets = logits == null ? null : new SoftTargets(logits.weight(), logits.temperature());
    labelWeight = spec.labels();
    classification =
        logits == null && labelWeight == 0 ? null : new Classification(dataset, classes, 0);
    components =
        new PrincipalComponents(
            network.weights(),
            sample(dataset, training),
            network.spec().dimension(),
            spec.whitening());
    loss = new DistillationLoss(spec.relational());
  }

  /** Features of crops of some pictures, each source as often as epochs show it. */
  private float[][] sample(Dataset dataset, int[] training) {
    int[] order = dataset.order(training, 0, 0);
    float[][] rows = new float[Math.min(SAMPLE, order.length)][answers.dimension()];
    for (int i = 0; i < rows.length; i++) {
      answers.features(order[i], i % answers.crops(), rows[i], 0);
    }
    return rows;
  }

  @Override
  public Tensor loss(Outputs outputs, Batch batch) {
    Tensor features = rows(batch, answers.dimension(), answers::features);
    Tensor distilled = loss.of(outputs.embedding(), components.of(features));
    if (softTargets != null) {
      Tensor teacher = rows(batch, answers.classes().size(), answers::logProbabilities);
      distilled = distilled.add(softTargets.of(outputs.get(NetworkSpec.LOGITS), teacher));
    }
    if (sentences != null) {
      distilled = distilled.add(sentences.of(outputs.embedding(), batch.items()));
    }
    if (textEmbedding != null) {
      Tensor places = rows(batch, answers.textDimension(), answers::textEmbedding);
      Tensor student = outputs.get(TextEmbeddingLoss.OUTPUT);
      distilled = distilled.add(textEmbedding.of(student, places, batch.items()));
    }
    return classification == null || labelWeight == 0
        ? distilled
        : distilled.add(classification.loss(outputs, batch).mul(new Scalar(labelWeight)));
  }

  /** What the teacher says is learned in the other network's directions. */
  @Override
  public void startFrom(float[][] embeddings, int[] items, int[] crops) {
    try (PointerScope scope = new PointerScope()) {
      components.turnTo(
          rows(items, crops, answers.dimension(), answers::features),
          Weights.ofRows(List.of(embeddings)));
    }
  }

  @Override
  public Map<String, Double> seen(Outputs outputs, Batch batch) {
    return classification == null || labelWeight == 0
        ? Map.of()
        : classification.seen(outputs, batch);
  }

  /**
   * The mean cosine with the teacher's components, and with its places among sentences where these
   * are learned; what is measured of classes where there are any.
   */
  @Override
  public Map<String, Double> measure(Predictions predictions) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(
        "cosine",
        cosine(
            predictions,
            NetworkSpec.EMBEDDING,
            items -> components.of(asTheyAre(items, answers.dimension(), answers::features))));
    if (textEmbedding != null) {
      measures.put(
          "text cosine",
          cosine(
              predictions,
              TextEmbeddingLoss.OUTPUT,
              items -> asTheyAre(items, answers.textDimension(), answers::textEmbedding)));
    }
    if (classification != null) {
      measures.putAll(classification.measure(predictions));
    }
    return measures;
  }

  private static double cosine(
      Predictions predictions, String output, Function<int[], Tensor> wanted) {
    List<float[]> given = List.of(predictions.of(output));
    int[] items = predictions.items();
    double sum = 0;
    for (int from = 0; from < items.length; from += MEASURED) {
      int to = Math.min(from + MEASURED, items.length);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor teacher = torch.normalize(wanted.apply(Arrays.copyOfRange(items, from, to)));
        Tensor student = torch.normalize(Weights.ofRows(given.subList(from, to)));
        sum += teacher.mul(student).sum().item_float();
      }
    }
    return sum / items.length;
  }

  /** A part of the teacher's answers. */
  private interface Part {
    void get(int picture, int crop, float[] out, int from);
  }

  private static Tensor rows(Batch batch, int length, Part part) {
    return rows(batch.items(), batch.crops(), length, part);
  }

  /** Of whole pictures, not of crops. */
  private Tensor asTheyAre(int[] items, int length, Part part) {
    int[] whole = new int[items.length];
    Arrays.fill(whole, answers.crops());
    return rows(items, whole, length, part);
  }

  private static Tensor rows(int[] items, int[] crops, int length, Part part) {
    float[] rows = new float[items.length * length];
    for (int i = 0; i < items.length; i++) {
      part.get(items[i], crops[i], rows, i * length);
    }
    return Tensor.create(rows, items.length, length);
  }
}
