package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.export.BorrowedSentences;
import org.ocellus.trainer.export.ModelCard;
import org.ocellus.trainer.export.ModelFolderWriter;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import org.ocellus.trainer.recipe.TaskSpec;
import org.ocellus.trainer.storage.FolderLock;
import org.ocellus.trainer.training.LearningData;
import org.ocellus.trainer.training.Origin;
import org.ocellus.trainer.training.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network by a recipe and writes each epoch as a model folder. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains a network by a recipe and writes it as a model folder.")
final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Fine-tune: start from the body of a model folder that the trainer wrote, or of another"
              + " training's checkpoint.pt, and from its heads if they are the same.")
  private @Nullable Path from;

  @Option(
      names = "--show-augmentation",
      paramLabel = "PNG",
      description = "Train nothing, but draw what the recipe's augmentations do to its pictures.")
  private @Nullable Path augmentationSheet;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    Recipe read = RecipeReader.read(options.recipe());
    OptionalInt epochs = options.epochs();
    Recipe recipe = epochs.isPresent() ? read.withEpochs(epochs.getAsInt()) : read;
    if (augmentationSheet != null) {
      new AugmentationSheet(recipe, Dataset.read(recipe.sources(), options.data()))
          .write(augmentationSheet);
      print.println("augmentations in " + augmentationSheet);
      return 0;
    }
    return StoppableTraining.run(
        print, display -> train(recipe, options.folder(recipe.name()), display));
  }

  private @Nullable BorrowedSentences sentences(Recipe recipe) {
    return recipe.task() instanceof TaskSpec.Distillation task && task.textEmbedding() != null
        ? new BorrowedSentences(options.data().resolve(task.teacher()))
        : null;
  }

  private void train(Recipe recipe, Path folder, TrainingDisplay display)
      throws InterruptedException {
    Path state = folder.resolve("training");
    try (FolderLock lock = new FolderLock(state)) {
      Path start = Origin.of(state, options.resume(), from);
      Training.check(recipe, state, options.resume(), start);
      Origin.note(state, start);
      ModelFolderWriter writer = new ModelFolderWriter(folder, sentences(recipe));
      LearningData learning =
          LearningData.prepare(
              recipe,
              options.data(),
              options.cache(state),
              display.preparing("decoded"),
              display.preparing("asked the teacher about"));
      Dataset dataset = learning.dataset();
      display.say("%,d pictures, %,d labels", dataset.size(), dataset.vocabulary().size());
      try (Training training = new Training(recipe, learning, state)) {
        display.say("%,d parameters", training.network().spec().parameters());
        if (start != null && !training.hasBegun()) {
          training.startFrom(start);
        }
        float[] sample = training.sample();
        training.run(
            options.resume(),
            display.training(
                recipe.training().epochs(),
                () ->
                    writer.write(
                        training.network(),
                        new ModelCard(
                            recipe, options.commandLine(start), learning, training.history()),
                        sample)));
      }
      display.say("model in %s", folder);
    }
  }
}
