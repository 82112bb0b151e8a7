package org.ocellus.trainer.task;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.evaluation.ModelClasses;

/** The classes that a network tells apart, and which of them each picture shows. */
public final class Classes {
  private final List<String> names;
  private final int[][] ofPicture;
  private final boolean areLabels;

  private Classes(List<String> names, int[][] ofPicture, boolean areLabels) {
    this.names = List.copyOf(names);
    this.ofPicture = ofPicture;
    this.areLabels = areLabels;
  }

  /** The labels of the pictures. */
  public static Classes labelsOf(Dataset dataset) {
    int[][] classes = new int[dataset.size()][];
    Arrays.setAll(classes, dataset::classesOf);
    return new Classes(dataset.vocabulary().labels(), classes, true);
  }

  /**
   * A teacher's classes; a picture shows those that its labels name, as {@link ModelClasses} finds
   * them, and often none.
   */
  public static Classes ofTeacher(List<String> names, Dataset dataset) {
    ModelClasses known = new ModelClasses(names);
    int[][] meant =
        dataset.vocabulary().labels().stream().map(known::numbers).toArray(int[][]::new);
    int[][] classes = new int[dataset.size()][];
    Arrays.setAll(
        classes,
        i ->
            Arrays.stream(dataset.classesOf(i))
                .flatMap(label -> Arrays.stream(meant[label]))
                .distinct()
                .toArray());
    return new Classes(names, classes, false);
  }

  /** Their names, by class number. */
  public List<String> names() {
    return names;
  }

  /** The class numbers of a picture, none if it shows no class. */
  int[] of(int picture) {
    return ofPicture[picture];
  }

  /** The probability of each class, {@code [N, classes]}; all 0 for a picture without one. */
  Tensor targets(Batch batch) {
    if (areLabels) {
      return batch.targets();
    }
    int[] items = batch.items();
    float[] targets = new float[items.length * names.size()];
    for (int i = 0; i < items.length; i++) {
      for (int number : ofPicture[items[i]]) {
        targets[i * names.size() + number] = 1f / ofPicture[items[i]].length;
      }
    }
    return Tensor.create(targets, items.length, names.size());
  }
}
