package org.ocellus.trainer.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.network.Layer;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Rescale;
import org.ocellus.trainer.network.Shape;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.teacher.TeacherAnswers;

/** What a recipe's task asks of the network, and of its training. */
public final class Objectives {
  private Objectives() {}

  /**
   * The network with the head that the task needs, if it has none of that name.
   *
   * @param training the numbers of the pictures that are trained on
   * @throws DataException if the pictures lack what the task learns, or the network has a head of
   *     another size
   */
  public static NetworkSpec complete(
      NetworkSpec network, TaskSpec task, Dataset dataset, Classes classes, int[] training) {
    if (task.learnsLabels() || task instanceof TaskSpec.Embedding) {
      dataset.requireLabels();
    }
    NetworkSpec placed = network;
    if (task instanceof TaskSpec.Distillation d && d.textEmbedding() != null) {
      int numbers = d.textEmbedding().dimension();
      List<Layer> head = TextEmbeddingLoss.head(numbers);
      placed = withHead(network, TextEmbeddingLoss.OUTPUT, head, numbers, "numbers");
    }
    if (task.learnsLabels() || task.learnsTeachersClasses()) {
      int count = classes.names().size();
      List<Layer> head = List.of(new Linear(count, true));
      return withHead(placed, NetworkSpec.LOGITS, head, count, "classes");
    }
    if (task instanceof TaskSpec.Regression) {
      Standardisation scale = standardisation(dataset, training);
      int targets = dataset.targets().size();
      List<Layer> head =
          List.of(new Linear(targets, true), new Rescale(scale.deviation(), scale.mean()));
      return withHead(network, Regression.VALUES, head, targets, "targets");
    }
    return placed;
  }

  private static NetworkSpec withHead(
      NetworkSpec network, String name, List<Layer> head, int out, String what) {
    if (!network.heads().containsKey(name)) {
      return network.withHead(name, head);
    }
    Shape own = network.output(name);
    if (!own.equals(Shape.vector(out))) {
      throw new DataException(
          "the recipe's head '%s' gives %s, but there are %d %s; end it with 'linear: {out: %d}', or leave it out and it is added"
              .formatted(name, own, out, what, out));
    }
    return network;
  }

  /**
   * The objective of a network that {@link #complete} gave its heads; parameters of its own join
   * the network's weights.
   *
   * @param teacher a teacher's answers, where the task is to learn them
   * @param sentences captions of the pictures, where the task is to learn them
   */
  public static Objective of(
      TaskSpec task,
      Dataset dataset,
      Classes classes,
      Network network,
      int[] training,
      Optional<TeacherAnswers> teacher,
      Optional<CaptionVectors> sentences) {
    return switch (task) {
      case TaskSpec.Classification c -> new Classification(dataset, classes, c.labelSmoothing());
      case TaskSpec.Regression r ->
          new Regression(dataset, standardisation(dataset, training), r.huber());
      case TaskSpec.Embedding e -> new MetricLearning(dataset, network, e);
      case TaskSpec.Distillation d ->
          new Distillation(
              dataset, classes, network, d, training, teacher.orElseThrow(), sentences);
    };
  }

  private static Standardisation standardisation(Dataset dataset, int[] training) {
    double[][] values =
        Arrays.stream(training).mapToObj(dataset::valuesOf).toArray(double[][]::new);
    return Standardisation.of(values, dataset.targets());
  }
}
