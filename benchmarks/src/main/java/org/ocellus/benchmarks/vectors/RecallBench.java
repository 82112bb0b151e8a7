package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.trainer.recipe.RecipeReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs an experiment by the protocol of ann-benchmarks (Aumüller, Bernhardsson and Faithfull,
 * Information Systems 87, 2020): recall of the true nearest against speed, one thread asking.
 */
@Command(
    name = "recall",
    mixinStandardHelpOptions = true,
    description = {
      "Recall and speed of this and other engines on the same vectors, as an experiment says;",
      "exit code 1 if a recall is not as the experiment expects."
    })
public final class RecallBench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "EXPERIMENT.yaml", description = "such as benchmarks/recall/*.yaml")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where the experiment's vectors are; the working directory unless said")
  private Path data = Path.of("");

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "recall-work",
      description =
          "where indexes, truth and what was measured are kept, so that a second run goes on;"
              + " ${DEFAULT-VALUE} unless said")
  private Path work = Path.of("");

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where tables and a chart go; only printed unless said")
  private @Nullable Path results;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "index only so many of the vectors, evenly spread; results are named so")
  private @Nullable Integer limit;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    RecallExperiment read = RecipeReader.read(file, RecallExperiment.class);
    RecallExperiment experiment = limit == null ? read : read.limitedTo(limit);
    Path folder = Files.createDirectories(work.resolve(experiment.name()));
    requireTheSame(experiment, folder);
    Dataset dataset = Dataset.read(experiment, data, folder);
    try (Engines engines = new Engines(experiment.engines(), dataset, folder)) {
      RecallRounds rounds = new RecallRounds(folder.resolve("rounds.csv"));
      rounds.run(experiment, dataset, engines.open());
      List<RecallCurve> curves =
          engines.open().stream()
              .map(engine -> RecallCurve.of(engine.name(), rounds.measured()))
              .toList();
      String report = new RecallReport(experiment, dataset, curves, engines).markdown();
      out.print(report);
      out.flush();
      if (results != null) {
        Files.createDirectories(results);
        Files.writeString(results.resolve(experiment.name() + ".md"), report);
        RecallChart.write(experiment, curves, results.resolve(experiment.name() + ".png"));
      }
      List<String> surprises = surprises(experiment, curves);
      surprises.forEach(out::println);
      out.flush();
      return surprises.isEmpty() ? 0 : 1;
    }
  }

  /** What is kept in a folder must be of the same vectors. */
  private void requireTheSame(RecallExperiment experiment, Path folder) throws IOException {
    StringBuilder of = new StringBuilder();
    for (Path vectors :
        Stream.of(experiment.base(), experiment.queries()).filter(Objects::nonNull).toList()) {
      Path read = data.resolve(vectors);
      if (!Files.exists(read)) {
        return; // Who reads it says what is missing.
      }
      of.append(
          "%s, %d bytes, of %s%n"
              .formatted(read.getFileName(), Files.size(read), Files.getLastModifiedTime(read)));
    }
    of.append(
        "limit %s, asked %d, %s, topK %d%n"
            .formatted(
                experiment.limit(), experiment.asked(), experiment.metric(), experiment.topK()));
    Path kept = folder.resolve("made-of.txt");
    if (Files.exists(kept) && !Files.readString(kept).contentEquals(of)) {
      throw new IOException(
          "%s was made of other vectors (%s): remove it"
              .formatted(folder, Files.readString(kept).strip().replace("\n", "; ")));
    }
    Files.writeString(kept, of);
  }

  /** Recalls that are not as expected. */
  static List<String> surprises(RecallExperiment experiment, List<RecallCurve> curves) {
    List<String> surprises = new ArrayList<>();
    Map<String, Map<Integer, Double>> expected =
        experiment.expected() == null ? Map.of() : experiment.expected();
    double tolerance = experiment.tolerance() == null ? 0 : experiment.tolerance();
    for (RecallCurve curve : curves) {
      for (RecallCurve.Point point : curve.points()) {
        Double wanted = expected.getOrDefault(curve.engine(), Map.of()).get(point.efSearch());
        if (wanted != null && !(Math.abs(point.recall() - wanted) <= tolerance)) {
          surprises.add(
              String.format(
                  Locale.ROOT,
                  "%s at efSearch %d: recall %.4f, expected %.4f ± %.4f",
                  curve.engine(),
                  point.efSearch(),
                  point.recall(),
                  wanted,
                  tolerance));
        }
      }
    }
    return surprises;
  }
}
