package org.ocellus.trainer.teacher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.ModelException;
import org.ocellus.trainer.data.Batch;
import org.ocellus.trainer.data.BatchLoader;
import org.ocellus.trainer.data.CacheProgress;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.LoadingPlan;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.network.Weights;

/**
 * Asks a network in a model folder, run by ONNX Runtime, about the crops that a student will be
 * shown: the same part, turn and view of each picture, in its own colours, at the teacher's own
 * size.
 */
public final class Teacher {
  private static final int BATCH = 16;
  private static final int REPORT_EACH = 64;

  private final Dataset dataset;
  private final PictureCache cache;
  private final Model model;
  private final TeacherAnswers answers;

  private Teacher(Dataset dataset, PictureCache cache, Model model, TeacherAnswers answers) {
    this.dataset = dataset;
    this.cache = cache;
    this.model = model;
    this.answers = answers;
  }

  /**
   * Checks that a teacher is there, long before it is asked.
   *
   * @throws DataException if it cannot be read or has no embedding
   */
  public static void require(Path folder) {
    open(folder).close();
  }

  private static Model open(Path folder) {
    try {
      Model model = Model.open(folder);
      if (model.embeds()) {
        return model;
      }
      model.close();
      throw new DataException("the teacher " + folder + " has no embedding to learn");
    } catch (IOException e) {
      throw new DataException("cannot read the teacher " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The answers that a training needs; those not yet on disk are asked for, which takes a while.
   *
   * @param folder the teacher's model folder
   * @param kept where answers are kept
   * @param training pictures that are asked about crop by crop
   * @param validation pictures that are asked about unvaried
   * @param crops how many of each
   * @param progress told now and then how many answers are there
   * @throws DataException if the teacher cannot be read or has no embedding
   * @throws InterruptedException if interrupted; what was answered is kept
   */
  public static TeacherAnswers ask(
      Path folder,
      Path kept,
      Dataset dataset,
      PictureCache cache,
      int[] training,
      int[] validation,
      int crops,
      CacheProgress progress)
      throws InterruptedException {
    try (Model model = open(folder)) {
      String origin =
          model.fingerprint()
              + "\t"
              + cache.key()
              + "\t"
              + dataset.sources()
              + "\t"
              + dataset.size();
      TeacherAnswers answers =
          new TeacherAnswers(kept, origin, dataset.size(), crops, model.dimension());
      Teacher teacher = new Teacher(dataset, cache, model, answers);
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

  private int[] missing(int[] pictures, int crop) {
    return Arrays.stream(pictures).filter(p -> !answers.isKnown(p, crop)).toArray();
  }

  private int answer(LoadingPlan plan, int crop, int before, int total, CacheProgress progress)
      throws InterruptedException, ModelException {
    int done = before;
    if (plan.order().length == 0) {
      return done;
    }
    try (BatchLoader loader = new BatchLoader(dataset, cache, model.preprocessing(), plan)) {
      for (@Nullable Batch batch = loader.next(); batch != null; batch = loader.next()) {
        List<float[]> features =
            model.predict(pixels(batch)).stream()
                .map(p -> Objects.requireNonNull(p.embedding()))
                .toList();
        int[] items = batch.items();
        for (int i = 0; i < items.length; i++) {
          answers.put(items[i], crop, features.get(i));
        }
        done += items.length;
        if (done / BATCH % REPORT_EACH == 0 || done == total) {
          progress.decoded(done, total, 0);
        }
      }
    }
    return done;
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
