package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.ocellus.benchmarks.BenchCommand;
import org.ocellus.index.VectorFormat;

/** An experiment's results as Markdown. */
final class RecallReport {
  private static final double[] RECALLS = {0.95, 0.99};
  private static final String REFERENCE = "hnswlib";

  private final RecallExperiment experiment;
  private final Dataset dataset;
  private final List<RecallCurve> curves;
  private final Engines engines;
  private final StringBuilder out = new StringBuilder();

  RecallReport(
      RecallExperiment experiment, Dataset dataset, List<RecallCurve> curves, Engines engines) {
    this.experiment = experiment;
    this.dataset = dataset;
    this.curves = curves;
    this.engines = engines;
  }

  String markdown() throws IOException {
    line("# %s", experiment.name());
    line("");
    line("%s, SIMD by %s.", BenchCommand.machine(), BenchCommand.simd());
    line("%s.", engines.versions());
    line(
        "%d vectors of %d numbers, %s; %d questions, topK %d, one thread; M %d, efConstruction %d;",
        dataset.base().length,
        dataset.dimension(),
        experiment.metric().id(),
        dataset.queries().length,
        experiment.topK(),
        VectorFormat.MAX_CONN,
        VectorFormat.EF_CONSTRUCTION);
    line("medians of %d rounds in which the engines took turns.", experiment.rounds());
    engines.absent().forEach((name, why) -> line("%s was left out: %s.", name, why));
    line("");
    speeds();
    costs();
    settings();
    return out.toString();
  }

  private void speeds() {
    line("| queries a second at recall@%d | 0.95 | ratio | 0.99 | ratio |", experiment.topK());
    line("|---|---|---|---|---|");
    for (RecallCurve curve : curves) {
      StringBuilder row = new StringBuilder("| " + curve.engine());
      for (double recall : RECALLS) {
        OptionalDouble qps = curve.qpsAt(recall);
        OptionalDouble reference =
            curves.stream()
                .filter(each -> each.engine().equals(REFERENCE))
                .findAny()
                .map(each -> each.qpsAt(recall))
                .orElse(OptionalDouble.empty());
        row.append(qps.isPresent() ? " | %.0f".formatted(qps.getAsDouble()) : " | –");
        row.append(
            qps.isPresent() && reference.isPresent()
                ? String.format(Locale.ROOT, " | %.2f", qps.getAsDouble() / reference.getAsDouble())
                : " | –");
      }
      line("%s |", row);
    }
    line("");
    line("Ratios are to %s.", REFERENCE);
    line("");
  }

  private void costs() throws IOException {
    line("| index | processor seconds | seconds | MB on disk |");
    line("|---|---|---|---|");
    for (var cost : engines.costs().entrySet()) {
      line(
          "| %s | %.1f | %.1f | %.1f |",
          cost.getKey(),
          cost.getValue().processor(),
          cost.getValue().elapsed(),
          engines.bytes(cost.getKey()) / 1e6);
    }
    line("");
  }

  private void settings() {
    line("| engine | efSearch | recall | queries/s (slowest–fastest round) | p50 µs | p99 µs |");
    line("|---|---|---|---|---|---|");
    for (RecallCurve curve : curves) {
      for (RecallCurve.Point point : curve.points()) {
        line(
            "| %s | %s | %.4f | %.0f (%.0f–%.0f) | %.0f | %.0f |",
            curve.engine(),
            point.efSearch() == 0 ? "" : point.efSearch(),
            point.recall(),
            point.qps(),
            point.slowest(),
            point.fastest(),
            point.p50(),
            point.p99());
      }
    }
  }

  private void line(String format, Object... args) {
    out.append(String.format(Locale.ROOT, format, args)).append('\n');
  }
}
