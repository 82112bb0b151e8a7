package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.index.BackupReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Copies an index, as of its last commit, to a folder that is then an index of its own; also"
          + " while others write to it. Into an earlier backup only what is new is copied."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  ocellus backup --index photos.index /mnt/backup/photos.index",
      "",
      "To go back to it, use that folder as the index, or copy it."
    })
final class BackupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Parameters(paramLabel = "DIR", description = "Where to: a new folder, or an earlier backup.")
  private Path target;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    BackupReport report;
    try (VisualIndex index = VisualIndex.openReadOnly(in.folder(), null)) {
      report = index.backup(target);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new JsonLines(out)
          .write("copied", report.copied(), "kept", report.kept(), "bytes", report.bytes());
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "%,d files copied (%,d bytes), %,d there already",
              report.copied(),
              report.bytes(),
              report.kept()));
    }
    return ExitCode.DONE;
  }
}
