package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.ingest.PictureReader;
import org.ocellus.model.ImageCaptioner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus index}. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes pictures searchable: reads them, looks at them with a network, and keeps what it saw,"
          + " their keywords, captions, dates and places in an index.",
      "Run it again for what is new or changed: unchanged pictures are skipped. A broken picture is"
          + " named and left out. Ctrl-C stops it; what was done stays."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus index photos --index photos.index",
      "  ocellus index photos --index photos.index --sync --stats",
      "  ocellus index photos --index photos.index --caption",
      "  ocellus index 'photos/**.jpg' --index photos.index",
      "  ocellus index --manifest photos.jsonl --index photos.index",
      "",
      "A manifest has one picture a line; only \"path\", relative to it, is required:",
      "  {\"path\":\"a.jpg\",\"id\":\"a\",\"keywords\":[\"bridge\"],\"caption\":\"A bridge\"}",
      "A text file beside a picture (a.jpg, a.txt) is its caption.",
      "",
      "A picture's id is its path below the folder named. Name the same folder each time: through",
      "one above or below it the same file is another picture."
    })
final class IndexCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "Folders, files, or globs such as 'photos/**.jpg' (in quotes).")
  private List<String> roots = List.of();

  @Option(
      names = "--index",
      required = true,
      paramLabel = "IDX",
      description = "Folder of the index; made if there is none.")
  private Path folder;

  @Mixin private ModelOption model;

  @Option(
      names = "--manifest",
      paramLabel = "F",
      description = "A JSON-lines file that names pictures, see below.")
  private @Nullable Path manifest;

  @Mixin private StorageOption storage;

  @Option(
      names = "--sync",
      description = {
        "Also removes pictures that were found through these same folders and whose files vanished,"
            + " and recognises moved ones."
      })
  private boolean sync;

  @Option(
      names = "--caption",
      description = {
        "Also has a network write captions for pictures that have none, if the model has a"
            + " captioner. They are marked as the network's; what people say goes before them."
      })
  private boolean caption;

  @Option(
      names = "--captioner",
      paramLabel = "FOLDER",
      description = "Does so with the captioner of this folder.")
  private @Nullable Path captioner;

  @Option(
      names = "--label-threshold",
      paramLabel = "P",
      description =
          "The least probability of a predicted keyword; 0.5 unless said, above 1 for none.")
  private float labelThreshold = PictureReader.LABEL_THRESHOLD;

  @Option(names = "--stats", description = "Prints pictures a second and processor time by stage.")
  private boolean stats;

  @Option(
      names = "--json",
      description = "Prints failures and a summary as one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (roots.isEmpty() && manifest == null) {
      throw new ParameterException(
          spec.commandLine(), "Name what to index: a folder, a file, or --manifest F");
    }
    Ingest pictures =
        roots.isEmpty() ? Ingest.ofManifest(manifest) : Ingest.of(roots).manifest(manifest);
    PrintWriter err = spec.commandLine().getErr();
    Indexing indexing = new Indexing(folder, storage, err);
    IngestReport report;
    try (ImageCaptioner named = captioner == null ? null : ImageCaptioner.open(captioner, 1)) {
      report =
          indexing.run(
              pictures.sync(sync).labelThreshold(labelThreshold),
              settings -> model.open(settings, 1),
              network -> named == null && caption ? network.captioner() : named);
    }
    IngestSummary summary = new IngestSummary(report);
    new FailureReport(spec.commandLine(), json).write(report.failures());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      summary.writeTo(new JsonLines(out), stats);
    } else {
      summary.writeTo(out, stats);
    }
    if (report.interrupted()) {
      err.println("Stopped. What was done is kept: the same command again goes on from there.");
      return ExitCode.STOPPED;
    }
    return report.failures().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_FAILURES;
  }
}
