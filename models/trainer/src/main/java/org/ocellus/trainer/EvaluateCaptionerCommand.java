package org.ocellus.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Generation;
import org.ocellus.model.ImageCaptioner;
import org.ocellus.trainer.data.CaptionedPicture;
import org.ocellus.trainer.evaluation.CaptionEvaluation;
import org.ocellus.trainer.evaluation.CaptionPage;
import org.ocellus.trainer.evaluation.CaptionReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a captioner's sentences by those that people wrote. */
@Command(
    name = "evaluate-captioner",
    mixinStandardHelpOptions = true,
    description = "Scores what a captioner says of pictures that people have described.")
final class EvaluateCaptionerCommand implements Callable<Integer> {
  private static final int ON_PAGE = 20;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "A folder with encoder_model.onnx.")
  private Path model = Path.of("");

  @Parameters(
      paramLabel = "MANIFEST",
      description = "Pictures with 'captions', one JSON object a line.")
  private Path manifest = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Which pictures; default: ${DEFAULT-VALUE}.")
  private String split = "test";

  @Option(
      names = "--beams",
      paramLabel = "N",
      split = ",",
      description =
          "Measure with so many beams, 1 is greedy; several with commas; default: the model's.")
  private @Nullable List<Integer> beams;

  @Option(
      names = "--length-penalty",
      paramLabel = "P",
      description = "The power of its length that a sentence is judged by; default: the model's.")
  private @Nullable Double lengthPenalty;

  @Option(
      names = "--page",
      paramLabel = "HTML",
      description =
          "Write a page of twenty pictures, drawn by lot, with what the last search said.")
  private @Nullable Path page;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the page's draw; default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(command).commandLine();
    PrintWriter print = line.getOut();
    List<CaptionedPicture> pictures = CaptionedPicture.read(manifest, split);
    try (ImageCaptioner captioner = ImageCaptioner.open(model)) {
      Generation usual = captioner.generation();
      double penalty = lengthPenalty == null ? usual.lengthPenalty() : lengthPenalty;
      print.print(CaptionReport.markdownHeading());
      for (int number : beams == null ? List.of(usual.beams()) : beams) {
        CaptionReport report;
        try (EvaluationDisplay display = new EvaluationDisplay(line.getErr())) {
          Generation generation = generation(number, penalty, usual);
          report = CaptionEvaluation.of(captioner, generation, pictures, display);
        }
        print.print(report.toMarkdownRow());
        print.flush();
        if (page != null) {
          Files.writeString(page, CaptionPage.of(report, ON_PAGE, seed));
        }
      }
    }
    return 0;
  }

  private Generation generation(int number, double penalty, Generation usual) {
    try {
      return new Generation(number, penalty, usual.maxLength(), usual.noRepeatNgramSize());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
