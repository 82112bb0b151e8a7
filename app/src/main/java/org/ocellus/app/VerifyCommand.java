package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.index.SourceCheck;
import org.ocellus.index.VerifyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocellus verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Looks whether an index is as it should be: Lucene's files, each picture's record and vectors,"
          + " and, if asked for, the files the pictures came from. Changes nothing, also while"
          + " others write."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus verify --index photos.index",
      "  ocellus verify --index photos.index --sources",
      "  ocellus verify --index photos.index --hash --json",
      "",
      "Exit code 1 if something is wrong; each finding is a line."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Option(
      names = "--sources",
      description = "Also whether the pictures' files are there, of the same size and time.")
  private boolean sources;

  @Option(
      names = "--hash",
      description = "Also whether the content of the files is the same, which reads them all.")
  private boolean hash;

  @Option(
      names = "--json",
      description = "Prints findings and a summary as one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    SourceCheck check =
        hash ? SourceCheck.CONTENT : sources ? SourceCheck.ATTRIBUTES : SourceCheck.NONE;
    VerifyReport report = VisualIndex.verify(in.folder(), check);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      write(new JsonLines(out), report);
    } else {
      report.findings().forEach(each -> out.println(each.where() + ": " + each.problem()));
      out.println(
          String.format(
              Locale.ROOT,
              "%,d pictures (%,d without a vector), %,d files looked at: %,d findings",
              report.pictures(),
              report.withoutVector(),
              report.sources(),
              report.findings().size()));
    }
    return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_FAILURES;
  }

  private static void write(JsonLines lines, VerifyReport report) {
    report.findings().forEach(f -> lines.write("where", f.where(), "problem", f.problem()));
    lines.write(
        "pictures", report.pictures(),
        "withoutVector", report.withoutVector(),
        "sources", report.sources(),
        "findings", report.findings().size());
  }
}
