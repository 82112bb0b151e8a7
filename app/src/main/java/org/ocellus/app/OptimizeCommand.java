package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.index.IndexStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ocellus optimize}. */
@Command(
    name = "optimize",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Merges an index into one segment: searches are faster, and what was replaced or deleted"
          + " leaves the disk. For a collection that is finished; it takes about as long as"
          + " indexing its vectors did, and up to three times the space meanwhile.",
      "Ctrl-C stops it; the index is then as it was."
    },
    footer = {"", "Example:", "  ocellus optimize --index photos.index"})
final class OptimizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    // Opened for writing alone, an index that is not there would be made.
    VisualIndex.openReadOnly(in.folder(), null).close();
    try (VisualIndex index = VisualIndex.open(in.folder())) {
      IndexStatistics before = index.statistics();
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "Merging %,d pictures in %d segments …%n",
              before.pictures(),
              before.segments());
      index.optimize();
      IndexStatistics after = index.statistics();
      out.printf(
          Locale.ROOT,
          "%,d pictures in one segment, %.1f MB instead of %.1f%n",
          after.pictures(),
          after.bytes() / 1e6,
          before.bytes() / 1e6);
    }
    return ExitCode.DONE;
  }
}
