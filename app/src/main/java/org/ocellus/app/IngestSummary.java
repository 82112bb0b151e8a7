package org.ocellus.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.ingest.IngestReport;
import org.ocellus.ingest.IngestReport.Stage;

/** What a run did, for people and for programs. */
final class IngestSummary {
  private final IngestReport report;

  IngestSummary(IngestReport report) {
    this.report = report;
  }

  void writeTo(PrintWriter out, boolean stats) {
    out.println(counts());
    if (stats) {
      out.printf(
          Locale.ROOT,
          "%,d pictures embedded in %.1f s: %.1f a second%n",
          report.embedded(),
          seconds(report.elapsed()),
          rate());
      for (Stage stage : Stage.values()) {
        out.printf(
            Locale.ROOT,
            "  %-14s %8.2f ms of processor time a picture%n",
            stage.name().toLowerCase(Locale.ROOT),
            millisPerPicture(stage));
      }
    }
  }

  void writeTo(JsonLines lines, boolean stats) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("added", report.added());
    summary.put("updated", report.updated());
    summary.put("unchanged", report.unchanged());
    summary.put("moved", report.moved());
    summary.put("removed", report.removed());
    summary.put("ignored", report.ignored());
    summary.put("failed", report.failures().size());
    summary.put("interrupted", report.interrupted());
    summary.put("seconds", seconds(report.elapsed()));
    if (stats) {
      summary.put("picturesPerSecond", rate());
      Map<String, Double> cpu = new LinkedHashMap<>();
      for (Stage stage : Stage.values()) {
        cpu.put(stage.name().toLowerCase(Locale.ROOT), millisPerPicture(stage));
      }
      summary.put("cpuMillisPerPicture", cpu);
    }
    lines.write(summary);
  }

  /** One line: what was added, and what else where there was any. */
  String counts() {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%,d added", report.added()));
    append(line, report.updated(), "updated");
    append(line, report.unchanged(), "unchanged");
    append(line, report.moved(), "moved");
    append(line, report.removed(), "removed");
    append(line, report.failures().size(), "failed");
    append(line, report.ignored(), "files ignored that are no pictures");
    return line.append(String.format(Locale.ROOT, " in %.1f s", seconds(report.elapsed())))
        .toString();
  }

  private static void append(StringBuilder line, long count, String what) {
    if (count > 0) {
      line.append(String.format(Locale.ROOT, ", %,d %s", count, what));
    }
  }

  private double rate() {
    return report.elapsed().isZero() ? 0 : report.embedded() / seconds(report.elapsed());
  }

  private double millisPerPicture(Stage stage) {
    Duration cpu = report.cpu().getOrDefault(stage, Duration.ZERO);
    return report.embedded() == 0 ? 0 : cpu.toNanos() / 1e6 / report.embedded();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
