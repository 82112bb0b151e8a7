package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Example;
import org.ocellus.trainer.data.PicturesSource;
import org.ocellus.trainer.evaluation.TestPictures;
import org.ocellus.trainer.quantisation.Int8Report;
import org.ocellus.trainer.quantisation.Quantisation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an int8 model of a float one. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a model that computes in int8: a quarter of the size, faster, a little less exact."
          + " It is not trained again, but sees pictures, to learn how large its numbers get; on"
          + " others both models are compared, and the figures are printed and put into the model"
          + " card."
    })
final class QuantizeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "FOLDER", description = "A model folder, in float32.")
  private Path modelFolder = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = {
        "Pictures of the kind that the model will see, some hundred: a folder of them, or whatever"
            + " evaluate takes. Where their labels are classes of the model, accuracy is measured."
      })
  private Path data = Path.of("");

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "What labels are called: lines of code<TAB>name, or a name for each class number.")
  private @Nullable Path names;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER2",
      description = "The int8 model's folder; files in it are replaced.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    Int8Report report = Quantisation.run(modelFolder, pictures(), names, out);
    print.println(report.toMarkdown());
    if (Files.exists(modelFolder.resolve("calibration.json"))) {
      print.println(
          "calibration.json was left out, for it is about float32's scores: make one for the int8"
              + " model with ./ocellus calibrate");
    }
    print.println("model in " + out);
    print.flush();
    return 0;
  }

  /** Labelled if they are, else a plain folder of pictures. */
  private List<Example> pictures() {
    try {
      return TestPictures.read(data, null, List.of());
    } catch (DataException unlabelled) {
      try {
        String name = data.toString();
        return new PicturesSource(name, name, name, null, null).read(Path.of(""));
      } catch (DataException none) {
        throw unlabelled;
      }
    }
  }
}
