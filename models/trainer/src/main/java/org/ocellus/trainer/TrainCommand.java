package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.export.ModelCard;
import org.ocellus.trainer.export.ModelFolderWriter;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import org.ocellus.trainer.storage.FolderLock;
import org.ocellus.trainer.training.EpochMetrics;
import org.ocellus.trainer.training.LearningData;
import org.ocellus.trainer.training.Training;
import org.ocellus.trainer.training.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a network by a recipe and writes each epoch as a model folder. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains a network by a recipe and writes it as a model folder.")
final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "RECIPE", description = "A YAML file, see models/recipes.")
  private Path recipeFile = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder that the recipe's sources are relative to; default: this one.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "The model folder to write, by default named like the recipe; its 'training' folder keeps"
              + " checkpoint and metrics.")
  private @Nullable Path out;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Where decoded pictures are kept; default: FOLDER/training/cache.")
  private @Nullable Path cacheFolder;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs, other than the recipe's.")
  private @Nullable Integer epochs;

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "Fine-tune: start from the body in another training's checkpoint.pt, with a new head.")
  private @Nullable Path from;

  @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
  private boolean resume;

  @Option(
      names = "--show-augmentation",
      paramLabel = "PNG",
      description = "Train nothing, but draw what the recipe's augmentations do to its pictures.")
  private @Nullable Path augmentationSheet;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    Recipe recipe = RecipeReader.read(recipeFile);
    if (epochs != null) {
      if (epochs < 1) {
        throw new ParameterException(command.commandLine(), "--epochs must be >= 1, got " + epochs);
      }
      recipe = recipe.withEpochs(epochs);
    }
    if (augmentationSheet != null) {
      new AugmentationSheet(recipe, Dataset.read(recipe.sources(), data)).write(augmentationSheet);
      print.println("augmentations in " + augmentationSheet);
      return 0;
    }
    Recipe chosen = recipe;
    return StoppableTraining.run(
        print, display -> train(chosen, out == null ? Path.of(chosen.name()) : out, display));
  }

  private void train(Recipe recipe, Path folder, TrainingDisplay display)
      throws InterruptedException {
    Path state = folder.resolve("training");
    try (FolderLock lock = new FolderLock(state)) {
      Training.check(recipe, state, resume, from);
      LearningData learning =
          LearningData.prepare(
              recipe,
              data,
              cacheFolder == null ? state.resolve("cache") : cacheFolder,
              display.preparing("decoded"),
              display.preparing("asked the teacher about"));
      Dataset dataset = learning.dataset();
      display.say("%,d pictures, %,d labels", dataset.size(), dataset.vocabulary().size());
      try (Training training = new Training(recipe, learning, state)) {
        display.say("%,d parameters", training.network().spec().parameters());
        if (from != null) {
          training.startFrom(from);
        }
        float[] sample = training.sample();
        ModelFolderWriter writer = new ModelFolderWriter(folder);
        training.run(resume, listener(display, recipe, learning, training, writer, sample));
      }
      display.say("model in %s", folder);
    }
  }

  private TrainingListener listener(
      TrainingDisplay display,
      Recipe recipe,
      LearningData learning,
      Training training,
      ModelFolderWriter folder,
      float[] sample) {
    return new TrainingListener() {
      @Override
      public void progress(Moment moment) {
        display.progress(moment);
      }

      @Override
      public void epoch(EpochMetrics metrics) {
        display.epoch(metrics, recipe.training().epochs());
        export();
      }

      @Override
      public void resumed(EpochMetrics last) {
        display.say("resumed after epoch %d", last.epoch());
        export();
      }

      private void export() {
        folder.write(
            training.network(),
            new ModelCard(recipe, commandLine(), learning, training.history()),
            sample);
      }
    };
  }

  /** What makes the model again, for whoever has the data somewhere else. */
  private String commandLine() {
    StringBuilder line = new StringBuilder("./ocellus train ").append(shown(recipeFile));
    line.append(" --data DATA --out MODEL");
    if (epochs != null) {
      line.append(" --epochs ").append(epochs);
    }
    if (from != null) {
      line.append(" --from ").append(shown(from));
    }
    return line.toString();
  }

  /** As given, but of an absolute path, which is nobody's business, only the file's name. */
  private static Path shown(Path file) {
    return file.isAbsolute() ? file.getFileName() : file;
  }
}
