package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocellus export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes all that an index keeps of its pictures to files that other programs read:"
          + " pictures.jsonl, a picture a line; embedding.npy (or embedding_raw.npy, for Euclidean"
          + " distance), text_embedding.npy and caption_embedding.npy, their vectors as NumPy"
          + " arrays, as far as there are any; index.json. 'ocellus import' makes an index of them"
          + " again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus export --index photos.index photos.export",
      "",
      "A line is {\"row\": 0, \"picture\": {\"id\": …, \"keywords\": […], …}}, where row is that of",
      "the picture's vector in the .npy files."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Parameters(paramLabel = "DIR", description = "Where to: a new or empty folder.")
  private Path target;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    long pictures;
    try (VisualIndex index = VisualIndex.openReadOnly(in.folder(), null)) {
      pictures = index.exportTo(target);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new JsonLines(out).write("pictures", pictures);
    } else {
      out.println(String.format(Locale.ROOT, "%,d pictures exported", pictures));
    }
    return ExitCode.DONE;
  }
}
