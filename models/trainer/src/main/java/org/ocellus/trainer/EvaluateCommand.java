package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;
import org.ocellus.trainer.evaluation.Evaluation;
import org.ocellus.trainer.evaluation.EvaluationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a model on labelled pictures. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a model folder on labelled pictures, run as the engine runs it: accuracy, top-5 and"
          + " expected calibration error where it knows their classes; where it makes embeddings,"
          + " how often the nearest picture has the same label (recall@1), and the mean average"
          + " precision over all (mAP), beside what raw pixels reach."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus evaluate my-model --data flowers              flowers/daisy/*.jpg, flowers/tulip/*.jpg, …",
      "  ocellus evaluate my-model --data fashion-mnist --json its IDX files, the test pictures",
      "  ocellus evaluate my-model --data fashion-mnist --gallery-split train",
      "  ocellus evaluate my-model --data things.jsonl         lines of {\"path\":\"a.jpg\",\"label\":\"cup\"}"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "FOLDER", description = "A model folder.")
  private Path modelFolder = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Pictures in folders by class, MNIST's IDX files, CIFAR's binary files, or a manifest.")
  private Path data = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "S",
      description = "Which part of the data, such as train. Default: the test pictures.")
  private @Nullable String split;

  @Option(
      names = "--gallery",
      paramLabel = "DIR",
      description = "Where pictures look for their like. Default: among the others of --data.")
  private @Nullable Path gallery;

  @Option(
      names = "--gallery-split",
      paramLabel = "S",
      description = "Which part of the gallery; of --data, if no --gallery is given.")
  private @Nullable String gallerySplit;

  @Option(
      names = "--only",
      paramLabel = "LABEL",
      split = ",",
      description = "Look at these labels alone, such as those held out of training.")
  private Set<String> only = Set.of();

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "What labels are called: lines of code<TAB>name, or a name for each class number.")
  private @Nullable Path names;

  @Option(
      names = "--no-pixels",
      description = "Do without raw pixels, which take the longest where many are compared.")
  private boolean noPixels;

  @Option(names = "--confusion", description = "Show the whole confusion matrix.")
  private boolean confusion;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter print = Objects.requireNonNull(command).commandLine().getOut();
    try (Model model = Model.open(modelFolder, 1);
        EvaluationDisplay display =
            new EvaluationDisplay(Objects.requireNonNull(command).commandLine().getErr())) {
      EvaluationReport report =
          Evaluation.of(
              model,
              new Evaluation.Pictures(
                  data,
                  split,
                  gallery == null && gallerySplit != null ? data : gallery,
                  gallerySplit,
                  only,
                  names,
                  !noPixels),
              display);
      print.print(json ? report.toJson(confusion) + "\n" : report.toText(confusion));
    }
    print.flush();
    return 0;
  }
}
