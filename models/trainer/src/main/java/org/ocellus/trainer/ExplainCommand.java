package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;
import org.ocellus.trainer.explain.Explanation;
import org.ocellus.trainer.explain.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws what a network does with a picture. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Draws what a network does with a picture, as PNG files: its first kernels beside hand-made"
          + " ones, its feature maps by depth, and what in the picture decided the class, or made it"
          + " similar to a second one."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "A model folder; without it, the model that ships with Ocellus.")
  private @Nullable Path modelFolder;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "explained",
      description = "Where the PNG files go; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Parameters(index = "0", paramLabel = "PICTURE", description = "The picture to look at.")
  private Path picture = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "A second picture: what makes the two similar is drawn.")
  private @Nullable Path other;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    int threads = Runtime.getRuntime().availableProcessors();
    try (Model model =
        modelFolder == null ? Model.bundled(threads) : Model.open(modelFolder, threads)) {
      Subject first = Subject.read(picture, model.preprocessing());
      Subject second = other == null ? null : Subject.read(other, model.preprocessing());
      Explanation.write(out, model, first, second, threads).forEach(print::println);
    }
    print.flush();
    return 0;
  }
}
