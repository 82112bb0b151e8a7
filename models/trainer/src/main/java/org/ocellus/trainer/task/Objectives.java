package org.ocellus.trainer.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.network.Linear;
import org.ocellus.trainer.network.Network;
import org.ocellus.trainer.network.NetworkSpec;
import org.ocellus.trainer.network.Rescale;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.teacher.TeacherAnswers;

/** What a recipe's task asks of the network, and of its training. */
public final class Objectives {
  private Objectives() {}

  /**
   * The network with the head that the task needs, if it has none of that name.
   *
   * @param training the numbers of the pictures that are trained on
   */
  public static NetworkSpec complete(
      NetworkSpec network, TaskSpec task, Dataset dataset, int[] training) {
    return switch (task) {
      case TaskSpec.Classification c -> {
        dataset.requireLabels();
        yield network.withLinearHead(NetworkSpec.LOGITS, dataset.vocabulary().size());
      }
      case TaskSpec.Regression r -> {
        Standardisation scale = standardisation(dataset, training);
        yield network.heads().containsKey(Regression.VALUES)
            ? network
            : network.withHead(
                Regression.VALUES,
                List.of(
                    new Linear(dataset.targets().size(), true),
                    new Rescale(scale.deviation(), scale.mean())));
      }
      case TaskSpec.Embedding e -> {
        dataset.requireLabels();
        yield network;
      }
      case TaskSpec.Distillation d -> {
        if (d.labels() == 0) {
          yield network;
        }
        dataset.requireLabels();
        yield network.withLinearHead(NetworkSpec.LOGITS, dataset.vocabulary().size());
      }
    };
  }

  /**
   * The objective of a network that {@link #complete} gave its heads; parameters of its own join
   * the network's weights.
   *
   * @param teacher a teacher's answers, where the task is to learn them
   */
  public static Objective of(
      TaskSpec task,
      Dataset dataset,
      Network network,
      int[] training,
      Optional<TeacherAnswers> teacher) {
    return switch (task) {
      case TaskSpec.Classification c -> new Classification(dataset, c.labelSmoothing());
      case TaskSpec.Regression r ->
          new Regression(dataset, standardisation(dataset, training), r.huber());
      case TaskSpec.Embedding e -> new MetricLearning(dataset, network, e);
      case TaskSpec.Distillation d -> new Distillation(dataset, network, d, teacher.orElseThrow());
    };
  }

  private static Standardisation standardisation(Dataset dataset, int[] training) {
    double[][] values =
        Arrays.stream(training).mapToObj(dataset::valuesOf).toArray(double[][]::new);
    return Standardisation.of(values, dataset.targets());
  }
}
