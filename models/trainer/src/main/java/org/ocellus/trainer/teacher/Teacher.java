package org.ocellus.trainer.teacher;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.model.Prediction;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.data.PreparationListener;
import org.ocellus.trainer.network.Weights;
import org.ocellus.trainer.recipe.TaskSpec;

/**
 * Asks a network in a model folder, run by ONNX Runtime, about the crops that a student will be
 * shown: the same part, turn and view of each picture, in its own colours, at the teacher's own
 * size.
 */
public final class Teacher {
  private static final int BATCH = 16;
  private static final int REPORT_EACH = 64;

  /** Below this a probability teaches nothing, and its logarithm may be none. */
  private static final double LEAST_PROBABILITY = 1e-20;

  private final Dataset dataset;
  private final PictureCache cache;
  private final Model model;
  private final int[] classes;
  private final TeacherAnswers answers;

  private Teacher(
      Dataset dataset, PictureCache cache, Model model, int[] classes, TeacherAnswers answers) {
    this.dataset = dataset;
    this.cache = cache;
    this.model = model;
    this.classes = classes;
    this.answers = answers;
  }

  /**
   * The names of the classes that a student learns of its teacher, none if it learns features
   * alone; which also checks that the teacher is there, long before it is asked.
   *
   * @param dimension of the student's embedding
   * @throws DataException if it cannot be read, or lacks what is to be learned, or has fewer
   *     features than the student's embedding has numbers
   */
  public static List<String> classes(Path folder, TaskSpec.Distillation task, int dimension) {
    try (Model model = open(folder)) {
      if (model.dimension() < dimension) {
        throw new DataException(
            "the teacher %s has %d features, too few for an embedding of %d; make the network's shorter"
                .formatted(folder, model.dimension(), dimension));
      }
      requireText(folder, model, task.textEmbedding());
      return IntStream.of(numbers(folder, model, task.logits()))
          .mapToObj(model.classNames()::get)
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot read the teacher " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void requireText(Path folder, Model model, TaskSpec.@Nullable TextEmbedding wanted)
      throws IOException {
    if (wanted == null) {
      return;
    }
    if (!model.alignsPicturesWithText()) {
      throw new DataException(
          "the teacher %s places no pictures among sentences; make one that does with ./ocellus align, or leave 'textEmbedding' out"
              .formatted(folder));
    }
    int dimension = model.textEncoder().dimension();
    if (dimension != wanted.dimension()) {
      throw new DataException(
          "the teacher %s places pictures in a space of %d numbers; make 'dimension' of 'textEmbedding' %d, not %d"
              .formatted(folder, dimension, dimension, wanted.dimension()));
    }
  }

  private static Model open(Path folder) {
    try {
      return Model.open(folder);
    } catch (IOException e) {
      throw new DataException("cannot read the teacher " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The answers that a training needs; those not yet on disk are asked for, which takes a while.
   *
   * @param folder the teacher's model folder
   * @param task what is to be learned of it
   * @param kept where answers are kept
   * @param training pictures that are asked about crop by crop
   * @param validation pictures that are asked about unvaried
   * @param progress told now and then how many answers are there
   * @throws DataException if the teacher cannot be read
   * @throws InterruptedException if interrupted; what was answered is kept
   */
  public static TeacherAnswers ask(
      Path folder,
      TaskSpec.Distillation task,
      Path kept,
      Dataset dataset,
      PictureCache cache,
      int[] training,
      int[] validation,
      PreparationListener progress)
      throws InterruptedException {
    try (Model model = open(folder)) {
      String origin = model.fingerprint() + "\t" + cache.key() + "\t" + crops(dataset);
      int textDimension = 0;
      if (task.textEmbedding() != null) {
        textDimension = task.textEmbedding().dimension();
        origin += "\t" + model.textEncoder().fingerprint();
      }
      int crops = task.crops();
      int[] classes = numbers(folder, model, task.logits());
      List<String> names = IntStream.of(classes).mapToObj(model.classNames()::get).toList();
      TeacherAnswers answers =
          new TeacherAnswers(
              kept, origin, dataset.size(), crops, model.dimension(), names, textDimension);
      Teacher teacher = new Teacher(dataset, cache, model, classes, answers);
      List<LoadingPlan> plans = new ArrayList<>();
      for (int crop = 0; crop < crops; crop++) {
        int[] missing = teacher.missing(training, crop);
        plans.add(LoadingPlan.crop(missing, training, BATCH, crop));
      }
      plans.add(LoadingPlan.unvaried(teacher.missing(validation, crops), BATCH));
      int total = plans.stream().mapToInt(plan -> plan.order().length).sum();
      int done = 0;
      for (int p = 0; p < plans.size(); p++) {
        done = teacher.answer(plans.get(p), p, done, total, progress);
      }
      return answers;
    } catch (IOException e) {
      throw new DataException("the teacher " + folder + " failed: " + e.getMessage(), e);
    }
  }

  /** What the crops depend on beside the pictures: each picture's source and how that varies. */
  private static String crops(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .boxed()
        .collect(groupingBy(dataset::sourceOf, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(e -> e.getValue() + " " + dataset.sources().get(e.getKey()).augmentation().geometry())
        .collect(joining("\t"));
  }

  /** The numbers of the classes to be learned. */
  private static int[] numbers(
      Path folder, Model model, TaskSpec.@Nullable DistilledLogits logits) {
    if (logits == null) {
      return new int[0];
    }
    if (!model.classifies()) {
      throw new DataException(
          "the teacher " + folder + " has no logits to learn; leave 'logits' out");
    }
    List<String> names = model.classNames();
    for (String name : logits.without()) {
      if (!names.contains(name)) {
        throw new DataException(
            "the teacher %s has no class '%s' to be left out; correct 'without'"
                .formatted(folder, name));
      }
    }
    return IntStream.range(0, names.size())
        .filter(i -> !logits.without().contains(names.get(i)))
        .toArray();
  }

  private int[] missing(int[] pictures, int crop) {
    return Arrays.stream(pictures).filter(p -> !answers.isKnown(p, crop)).toArray();
  }

  private int answer(
      LoadingPlan plan, int crop, int before, int total, PreparationListener progress)
      throws InterruptedException, ModelException {
    int done = before;
    if (plan.order().length == 0) {
      return done;
    }
    try (BatchLoader loader = new BatchLoader(dataset, cache, model.preprocessing(), plan)) {
      for (@Nullable Batch batch = loader.next(); batch != null; batch = loader.next()) {
        List<Prediction> predictions = model.predict(pixels(batch));
        int[] items = batch.items();
        for (int i = 0; i < items.length; i++) {
          answers.put(items[i], crop, values(predictions.get(i)));
        }
        done += items.length;
        if (done / BATCH % REPORT_EACH == 0 || done == total) {
          progress.prepared(done, total, 0);
        }
      }
    }
    return done;
  }

  private float[] values(Prediction prediction) {
    float[] features = Objects.requireNonNull(prediction.embedding());
    int known = features.length + classes.length;
    float[] values = Arrays.copyOf(features, known + answers.textDimension());
    if (classes.length > 0) {
      float[] probabilities = Objects.requireNonNull(prediction.probabilities());
      for (int i = 0; i < classes.length; i++) {
        double p = Math.max(probabilities[classes[i]], LEAST_PROBABILITY);
        values[features.length + i] = (float) Math.log(p);
      }
    }
    if (answers.textDimension() > 0) {
      float[] place = Objects.requireNonNull(prediction.textEmbedding());
      System.arraycopy(place, 0, values, known, place.length);
    }
    return values;
  }

  private static List<Tensor> pixels(Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      org.bytedeco.pytorch.Tensor pictures = batch.pictures();
      float[] all = Weights.toArray(pictures);
      int each = all.length / batch.length();
      long[] shape = {1, pictures.size(1), pictures.size(2), pictures.size(3)};
      return IntStream.range(0, batch.length())
          .mapToObj(i -> new Tensor(Arrays.copyOfRange(all, i * each, (i + 1) * each), shape))
          .toList();
    }
  }
}
