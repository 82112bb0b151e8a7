package org.ocellus.trainer;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What commands that train by a recipe have in common. */
final class TrainingOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Parameters(paramLabel = "RECIPE", description = "A YAML file, see models/recipes.")
  private Path recipe = Path.of("");

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
      description =
          "Where pictures are kept as they are learned from; default: FOLDER/training/cache.")
  private @Nullable Path cache;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs, other than the recipe's.")
  private @Nullable Integer epochs;

  @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
  private boolean resume;

  Path recipe() {
    return recipe;
  }

  Path data() {
    return data;
  }

  /** The model folder of a recipe of this name. */
  Path folder(String name) {
    return out == null ? Path.of(name) : out;
  }

  /** The cache of a training that keeps its state in a folder. */
  Path cache(Path state) {
    return cache == null ? state.resolve("cache") : cache;
  }

  /**
   * Epochs, if given.
   *
   * @throws ParameterException if there are none
   */
  OptionalInt epochs() {
    if (epochs != null && epochs < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), "--epochs must be >= 1, got " + epochs);
    }
    return epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs);
  }

  boolean resume() {
    return resume;
  }

  /**
   * What makes the model again, for whoever has the data somewhere else.
   *
   * @param from the checkpoint that is started from
   */
  String commandLine(@Nullable Path from) {
    String line =
        "./ocellus %s %s --data DATA --out MODEL"
            .formatted(Objects.requireNonNull(command).name(), shown(recipe));
    if (epochs != null) {
      line += " --epochs " + epochs;
    }
    return from == null ? line : line + " --from " + shown(from);
  }

  /** As given, but of an absolute path, which is nobody's business, only the file's name. */
  private static Path shown(Path file) {
    return file.isAbsolute() ? file.getFileName() : file;
  }
}
