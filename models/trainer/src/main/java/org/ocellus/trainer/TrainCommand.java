package org.ocellus.trainer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.Dataset;
import org.ocellus.trainer.data.PictureCache;
import org.ocellus.trainer.export.ModelCard;
import org.ocellus.trainer.export.ModelFolderWriter;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import org.ocellus.trainer.training.EpochMetrics;
import org.ocellus.trainer.training.Training;
import org.ocellus.trainer.training.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      required = true,
      paramLabel = "DIR",
      description = "The folder that the recipe's sources are relative to.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description =
          "The model folder to write; its 'training' folder keeps checkpoint and metrics.")
  private Path out = Path.of("");

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Where decoded pictures are kept; default: FOLDER/training/cache.")
  private @Nullable Path cacheFolder;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs, other than the recipe's.")
  private @Nullable Integer epochs;

  @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
  private boolean resume;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    Recipe recipe = RecipeReader.read(recipeFile);
    if (epochs != null) {
      recipe = recipe.withEpochs(epochs);
    }
    Path state = out.resolve("training");
    Dataset dataset = Dataset.read(recipe.sources(), data);
    say(print, "%,d pictures, %,d labels", dataset.size(), dataset.vocabulary().size());
    PictureCache cache =
        PictureCache.open(
            cacheFolder == null ? state.resolve("cache") : cacheFolder,
            recipe.preprocessing(),
            dataset.pictures(),
            (done, total, bad) -> say(print, "decoded %,d of %,d, %,d bad", done, total, bad));
    try (StopOnSignal stop = new StopOnSignal();
        Training training = new Training(recipe, dataset, cache, state)) {
      say(print, "%,d parameters", training.network().weights().parameterCount());
      training.run(resume, listener(print, recipe, dataset, cache, training));
    }
    say(print, "model in %s", out);
    return 0;
  }

  private TrainingListener listener(
      PrintWriter print, Recipe recipe, Dataset dataset, PictureCache cache, Training training) {
    ModelFolderWriter folder = new ModelFolderWriter(out);
    String name = recipeFile.getFileName().toString();
    return new TrainingListener() {
      @Override
      public void progress(Moment m) {
        say(
            print,
            "epoch %d/%d  %3d %%  loss %.3f  accuracy %.1f %%  %.0f images/s  %.0f min left",
            m.epoch(),
            m.epochs(),
            100 * m.step() / m.steps(),
            m.loss(),
            100 * m.accuracy(),
            m.imagesPerSecond(),
            m.secondsLeft() / 60);
      }

      @Override
      public void epoch(EpochMetrics m) {
        say(
            print,
            "epoch %d/%d done: loss %.3f, validation %.1f %% %s",
            m.epoch(),
            recipe.training().epochs(),
            m.loss(),
            100 * m.validation(),
            m.validationBySource());
        export();
      }

      @Override
      public void resumed(EpochMetrics last) {
        say(print, "resumed after epoch %d", last.epoch());
        export();
      }

      private void export() {
        folder.write(
            training.network(),
            new ModelCard(
                recipe, name, dataset, cache.bad(), training.split(), training.history()));
      }
    };
  }

  private static void say(PrintWriter print, String format, Object... values) {
    print.printf(Locale.ROOT, format + "%n", values);
    print.flush();
  }
}
