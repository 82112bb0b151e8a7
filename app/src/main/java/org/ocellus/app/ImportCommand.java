package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Puts the pictures that 'ocellus export' wrote into an index, without looking at them again."
          + " The index is made if there is none; in one that there is, pictures of the same id are"
          + " replaced."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus import photos.export --index photos.index",
      "",
      "To keep the vectors otherwise, 'ocellus reindex' afterwards."
    })
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder that was exported to.")
  private Path export;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "IDX",
      description = "Folder of the index; made if there is none.")
  private Path folder;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    long pictures = VisualIndex.importFrom(export, folder, null);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new JsonLines(out).write("pictures", pictures);
    } else {
      out.println(String.format(Locale.ROOT, "%,d pictures imported", pictures));
    }
    return ExitCode.DONE;
  }
}
