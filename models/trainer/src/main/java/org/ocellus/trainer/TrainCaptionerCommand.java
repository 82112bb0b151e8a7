package org.ocellus.trainer;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.export.CaptionerCard;
import org.ocellus.trainer.export.CaptionerFolder;
import org.ocellus.trainer.recipe.RecipeReader;
import org.ocellus.trainer.storage.FolderLock;
import org.ocellus.trainer.training.CaptionTraining;
import org.ocellus.trainer.training.EpochMetrics;
import org.ocellus.trainer.training.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a captioner by a recipe and writes its best epoch as a model folder. */
@Command(
    name = "train-captioner",
    mixinStandardHelpOptions = true,
    description = "Trains what writes sentences about pictures, and writes it as a model folder.")
final class TrainCaptionerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "RECIPE", description = "A YAML file, see models/recipes/captioners.")
  private Path recipeFile = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder that the recipe's paths are relative to; default: this one.")
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
      description = "Where the pictures' planes are kept; default: FOLDER/training/cache.")
  private @Nullable Path cache;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs, other than the recipe's.")
  private @Nullable Integer epochs;

  @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
  private boolean resume;

  @Override
  public Integer call() {
    CaptionerRecipe read = RecipeReader.read(recipeFile, CaptionerRecipe.class);
    if (epochs != null && epochs < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), "--epochs must be >= 1, got " + epochs);
    }
    CaptionerRecipe recipe = epochs == null ? read : read.withEpochs(epochs);
    return StoppableTraining.run(
        Objects.requireNonNull(command).commandLine().getOut(),
        display -> train(recipe, out == null ? Path.of(recipe.name()) : out, display));
  }

  private void train(CaptionerRecipe recipe, Path folder, TrainingDisplay display)
      throws InterruptedException {
    Path state = folder.resolve("training");
    try (FolderLock lock = new FolderLock(state)) {
      CaptionTraining.check(recipe, state, resume);
      CaptionData captions =
          CaptionData.prepare(
              recipe,
              data,
              cache == null ? state.resolve("cache") : cache,
              display.preparing("looked at"));
      display.say(
          "%,d pictures, %,d tokens", captions.training().size(), captions.vocabulary().size());
      try (CaptionTraining training = new CaptionTraining(recipe, captions, state)) {
        display.say("%,d parameters", training.network().weights().parameterCount());
        CaptionerFolder writer = new CaptionerFolder(folder);
        training.run(resume, listener(display, recipe, captions, training, writer));
      }
      display.say("model in %s", folder);
    }
  }

  private TrainingListener listener(
      TrainingDisplay display,
      CaptionerRecipe recipe,
      CaptionData captions,
      CaptionTraining training,
      CaptionerFolder folder) {
    return new TrainingListener() {
      @Override
      public void progress(Moment moment) {
        display.progress(moment);
      }

      @Override
      public void epoch(EpochMetrics metrics) {
        display.epoch(metrics, recipe.training().epochs());
        exportBest();
      }

      @Override
      public void resumed(EpochMetrics last) {
        display.say("resumed after epoch %d", last.epoch());
        exportBest();
      }

      private void exportBest() {
        if (training.lastIsBest()) {
          folder.write(
              training.network(),
              new CaptionerCard(recipe, commandLine(), captions, training.history()));
        }
      }
    };
  }

  /** What makes the model again, for whoever has the data somewhere else. */
  private String commandLine() {
    Path shown = recipeFile.isAbsolute() ? recipeFile.getFileName() : recipeFile;
    String line = "./ocellus train-captioner " + shown + " --data DATA --out MODEL";
    return epochs == null ? line : line + " --epochs " + epochs;
  }
}
