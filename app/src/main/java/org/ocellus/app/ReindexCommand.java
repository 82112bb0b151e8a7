package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.index.IndexSettings;
import org.ocellus.index.VectorStorage;
import org.ocellus.ingest.Reindex;
import org.ocellus.ingest.ReindexReport;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocellus reindex}. */
@Command(
    name = "reindex",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Builds an index anew, with another model, metric or quantization, beside the one there is."
          + " That can be searched meanwhile; the new one takes its place at the end.",
      "What people said of the pictures is kept. Vectors are taken over where they can be; else"
          + " each picture is looked at again. One whose file cannot be read is named; it keeps"
          + " its words and gets its vector when 'ocellus index' finds the file again.",
      "Ctrl-C stops it; the same command goes on from there. Until the end it needs the space of"
          + " both."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus reindex --index photos.index --model clip",
      "  ocellus reindex --index photos.index --quantize 4",
      "  ocellus reindex --index photos.index --metric both"
    })
final class ReindexCommand implements Callable<Integer> {
  private static final Logger log = System.getLogger(ReindexCommand.class.getName());

  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Mixin private ModelOption model;
  @Mixin private StorageOption storage;

  @Option(
      names = "--json",
      description = "Prints pictures without a vector and a summary as one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    IndexSettings settings = settings();
    VectorStorage vectors = storage.wish(settings.vectors());
    if (vectors == null && !model.isNamed()) {
      throw new ParameterException(
          spec.commandLine(), "Name what to change: --model, --metric or --quantize");
    }
    ReindexReport report = run(settings, vectors == null ? settings.vectors() : vectors);
    new FailureReport(spec.commandLine(), json).write(report.failures());
    write(report);
    if (report.interrupted()) {
      spec.commandLine()
          .getErr()
          .println("Stopped. The index is as it was: the same command again goes on from there.");
      return ExitCode.STOPPED;
    }
    return report.failures().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_FAILURES;
  }

  private IndexSettings settings() throws IOException {
    try (VisualIndex index = VisualIndex.openReadOnly(in.folder(), null)) {
      return index.settings();
    }
  }

  private ReindexReport run(IndexSettings settings, VectorStorage vectors) throws IOException {
    boolean looks = model.isNamed() || !settings.vectors().yields(vectors.metrics());
    try (Model network = looks ? model.open(settings, 1) : null;
        VisualIndex index = VisualIndex.open(in.folder())) {
      Reindex request =
          network == null ? Reindex.as(vectors) : Reindex.with(network).vectors(vectors);
      ReindexReport report = run(index, request);
      // The interrupt has done its work; left set, it would break the closing of the index.
      if (Thread.interrupted()) {
        log.log(Level.DEBUG, "stopped by a signal");
      }
      return report;
    }
  }

  private ReindexReport run(VisualIndex index, Reindex request) throws IOException {
    try (Stopping stopping = Stopping.byInterrupt();
        ProgressDisplay display = new ProgressDisplay(spec.commandLine().getErr(), "Reindexing")) {
      return index.reindex(request, display);
    }
  }

  private void write(ReindexReport report) {
    PrintWriter out = spec.commandLine().getOut();
    double seconds = report.elapsed().toNanos() / 1e9;
    if (json) {
      new JsonLines(out)
          .write(
              "embedded", report.embedded(),
              "takenOver", report.takenOver(),
              "withoutVector", report.failures().size(),
              "interrupted", report.interrupted(),
              "seconds", seconds);
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%,d embedded, %,d taken over, %,d without a vector in %.1f s",
              report.embedded(),
              report.takenOver(),
              report.failures().size(),
              seconds));
    }
  }
}
