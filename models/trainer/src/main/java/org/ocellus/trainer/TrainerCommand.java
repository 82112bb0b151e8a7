package org.ocellus.trainer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.recipe.RecipeException;
import org.ocellus.trainer.storage.StorageException;
import org.ocellus.trainer.training.TrainingException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The trainer's command line. Set {@code OMP_WAIT_POLICY=PASSIVE} in the environment where other
 * programs use the processor too: it must be there before libtorch loads.
 */
@Command(
    name = "ocellus-trainer",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainCommand.class,
      TrainCaptionerCommand.class,
      EvaluateCaptionerCommand.class,
      EvaluateCommand.class,
      DescribeCommand.class,
      ExplainCommand.class,
      QuantizeCommand.class,
      InterpolateCommand.class,
      AlignCommand.class
    },
    description = "Trains the networks that Ocellus searches with.")
public final class TrainerCommand {
  private TrainerCommand() {}

  /**
   * Runs a command and exits: 0 when done, 1 on an error in recipe, data or training, 2 on usage.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new TrainerCommand())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (e instanceof IOException
                  || e instanceof RecipeException
                  || e instanceof DataException
                  || e instanceof TrainingException
                  || e instanceof StorageException) {
                command.getErr().println(message(e));
                return 1;
              }
              throw e;
            });
  }

  /** Why a picture cannot be used; names it once. */
  static String message(String picture, IOException why) {
    String reason = message(why);
    return reason.contains(picture) ? reason : picture + ": " + reason;
  }

  /** Java's messages about files are often their name alone. */
  static String message(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException other -> other.getFile() + " is there, but is no folder";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
