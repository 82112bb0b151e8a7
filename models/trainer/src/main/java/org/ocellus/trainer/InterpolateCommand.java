package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.export.WeightInterpolation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model between a fine-tuned one and the one it started from. */
@Command(
    name = "interpolate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a model whose weights lie between those of a fine-tuned model and of the one it"
          + " started from, which often keeps what was gained and loses less of what was known"
          + " before. Measure both ends and some shares between."
    })
final class InterpolateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "TUNED", description = "The fine-tuned model's folder.")
  private Path tuned = Path.of("");

  @Option(
      names = "--with",
      required = true,
      paramLabel = "MODEL",
      description = "The folder of the model that it started from.")
  private Path start = Path.of("");

  @Option(
      names = "--share",
      required = true,
      paramLabel = "S",
      description = "How much of the fine-tuned weights, from 0 to 1.")
  private double share;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The new model's folder; files in it are replaced.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (!(share >= 0 && share <= 1)) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--share must be from 0 to 1, got " + share);
    }
    WeightInterpolation.write(tuned, start, share, out);
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    print.println("model in " + out);
    print.flush();
    return 0;
  }
}
