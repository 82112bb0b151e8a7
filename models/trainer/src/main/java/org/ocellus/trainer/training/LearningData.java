package org.ocellus.trainer.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.ocellus.model.Model;
import org.ocellus.model.TextEncoder;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.data.PreparationListener;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.recipe.ValidationSpec;
import org.ocellus.trainer.task.CaptionVectors;
import org.ocellus.trainer.task.Classes;
import org.ocellus.trainer.task.Objectives;
import org.ocellus.trainer.teacher.Teacher;
import org.ocellus.trainer.teacher.TeacherAnswers;

/**
 * What a training learns from.
 *
 * @param dataset the pictures and what they show
 * @param cache the pictures decoded
 * @param split which of them are trained on and which are held out
 * @param classes what the network's logits, if it has any, tell apart
 * @param teacher a teacher's answers, where the task is to learn them
 * @param sentences captions of the pictures, where the task is to learn them
 */
public record LearningData(
    Dataset dataset,
    PictureCache cache,
    Dataset.Split split,
    Classes classes,
    Optional<TeacherAnswers> teacher,
    Optional<CaptionVectors> sentences) {

  /**
   * Lists and decodes a recipe's pictures, and asks its teacher, if it has one, about them; what is
   * in the cache already is taken from there. What can be refused without that, is before it.
   *
   * @param data the folder that the recipe's paths are relative to
   * @param cacheFolder where decoded pictures and answers are kept
   * @param decoding hears how many pictures are decoded
   * @param asking hears how many of the teacher's answers are there
   * @throws org.ocellus.trainer.data.DataException if pictures or teacher cannot be read, or if
   *     there are too few pictures
   * @throws InterruptedException if interrupted; what was done is kept
   */
  public static LearningData prepare(
      Recipe recipe,
      Path data,
      Path cacheFolder,
      PreparationListener decoding,
      PreparationListener asking)
      throws InterruptedException {
    Dataset dataset = Dataset.read(recipe.sources(), data);
    Dataset.Split listed = split(recipe, dataset, picture -> true);
    List<String> taught =
        recipe.task() instanceof TaskSpec.Distillation task
            ? Teacher.classes(
                data.resolve(task.teacher()), task, recipe.architecture().network().dimension())
            : List.of();
    Classes classes =
        taught.isEmpty() ? Classes.labelsOf(dataset) : Classes.ofTeacher(taught, dataset);
    Objectives.complete(
        recipe.architecture().network(), recipe.task(), dataset, classes, listed.training());
    Optional<CaptionVectors> sentences = sentences(recipe.task(), data, dataset);
    PictureCache cache =
        PictureCache.open(cacheFolder, recipe.cachedPreprocessing(), dataset.pictures(), decoding);
    Dataset.Split split = split(recipe, dataset, cache::usable);
    Optional<TeacherAnswers> teacher =
        recipe.task() instanceof TaskSpec.Distillation task
            ? Optional.of(
                Teacher.ask(
                    data.resolve(task.teacher()),
                    task,
                    cacheFolder,
                    dataset,
                    cache,
                    split.training(),
                    split.validation(),
                    asking))
            : Optional.empty();
    return new LearningData(dataset, cache, split, classes, teacher, sentences);
  }

  private static Optional<CaptionVectors> sentences(TaskSpec task, Path data, Dataset dataset) {
    if (!(task instanceof TaskSpec.Distillation learned)) {
      return Optional.empty();
    }
    try {
      if (learned.sentences() != null) {
        TaskSpec.Sentences spec = learned.sentences();
        try (TextEncoder encoder = TextEncoder.onClassPath(spec.encoder(), 1)) {
          return Optional.of(
              CaptionVectors.read(data.resolve(spec.manifest()), spec.split(), encoder, dataset));
        }
      }
      if (learned.textEmbedding() != null && learned.textEmbedding().captions() != null) {
        TaskSpec.Captions spec = learned.textEmbedding().captions();
        try (Model teacher = Model.open(data.resolve(learned.teacher()), 1)) {
          return Optional.of(
              CaptionVectors.read(
                  data.resolve(spec.manifest()), spec.split(), teacher.textEncoder(), dataset));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new DataException("cannot read sentences: " + e.getMessage(), e);
    }
  }

  private static Dataset.Split split(Recipe recipe, Dataset dataset, IntPredicate usable) {
    ValidationSpec held = recipe.validation();
    String source = held.source();
    Dataset.Split split =
        source != null
            ? dataset.split(source, usable)
            : held.labels().isEmpty()
                ? dataset.split(held.share(), recipe.training().seed(), usable)
                : dataset.split(held.labels(), usable);
    if (split.training().length == 0 || split.validation().length == 0) {
      throw new TrainingException(
          "of %d pictures, %d are to train on and %d held out; give more pictures or another 'validation'"
              .formatted(dataset.size(), split.training().length, split.validation().length));
    }
    return split;
  }
}
