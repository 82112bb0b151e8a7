package org.ocellus.trainer;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.captioner.CaptionData;
import org.ocellus.trainer.captioner.CaptionerRecipe;
import org.ocellus.trainer.export.CaptionerCard;
import org.ocellus.trainer.export.CaptionerFolder;
import org.ocellus.trainer.recipe.RecipeReader;
import org.ocellus.trainer.storage.FolderLock;
import org.ocellus.trainer.training.CaptionTraining;
import org.ocellus.trainer.training.Origin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a captioner by a recipe and writes its best epoch as a model folder. */
@Command(
    name = "train-captioner",
    mixinStandardHelpOptions = true,
    description = "Trains what writes sentences about pictures, and writes it as a model folder.")
final class TrainCaptionerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "Start from another training's checkpoint.pt, of an equal decoder and equal captions.")
  private @Nullable Path from;

  @Override
  public Integer call() {
    CaptionerRecipe read = RecipeReader.read(options.recipe(), CaptionerRecipe.class);
    OptionalInt epochs = options.epochs();
    CaptionerRecipe recipe = epochs.isPresent() ? read.withEpochs(epochs.getAsInt()) : read;
    return StoppableTraining.run(
        Objects.requireNonNull(command).commandLine().getOut(),
        display -> train(recipe, options.folder(recipe.name()), display));
  }

  private void train(CaptionerRecipe recipe, Path folder, TrainingDisplay display)
      throws InterruptedException {
    Path state = folder.resolve("training");
    try (FolderLock lock = new FolderLock(state)) {
      Path start = Origin.of(state, options.resume(), from);
      CaptionTraining.check(recipe, state, options.resume(), start);
      Origin.note(state, start);
      CaptionData captions =
          CaptionData.prepare(
              recipe, options.data(), options.cache(state), display.preparing("looked at"));
      display.say(
          "%,d pictures, %,d tokens", captions.training().size(), captions.vocabulary().size());
      try (CaptionTraining training = new CaptionTraining(recipe, captions, state)) {
        display.say("%,d parameters", training.network().weights().parameterCount());
        if (start != null && !training.hasBegun()) {
          training.startFrom(start);
        }
        CaptionerFolder writer = new CaptionerFolder(folder);
        training.run(
            options.resume(),
            display.training(
                recipe.training().epochs(),
                () -> {
                  if (training.lastIsBest()) {
                    writer.write(
                        training.network(),
                        new CaptionerCard(
                            recipe, options.commandLine(start), captions, training.history()));
                  }
                }));
      }
      display.say("model in %s", folder);
    }
  }
}
