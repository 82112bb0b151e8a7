package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ocellus.VisualIndex;
import org.ocellus.app.answer.JsonLines;
import org.ocellus.index.Space;
import org.ocellus.model.Metric;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocellus info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Says what an index holds and which model it was made with.",
    footer = {"", "Example:", "  ocellus info --index photos.index"})
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IndexOption in;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> facts = facts();
    if (json) {
      new JsonLines(out).write(facts);
    } else {
      facts.forEach((name, value) -> out.printf("%-12s %s%n", name, value));
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> facts() throws IOException {
    try (VisualIndex index = VisualIndex.openReadOnly(in.folder(), null)) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("index", in.folder().toAbsolutePath().normalize().toString());
      facts.put("pictures", index.statistics().pictures());
      facts.put("segments", index.statistics().segments());
      facts.put("bytes", index.statistics().bytes());
      facts.put("format", index.settings().format());
      facts.put("metrics", metrics(index));
      facts.put("quantization", index.settings().quantization().id());
      if (index.space().isPresent()) {
        Space space = index.space().get();
        facts.put("model", space.model());
        facts.put("dimensions", space.dimension());
        facts.put("fingerprint", space.fingerprint().value());
      }
      if (index.settings().modelFolder() != null) {
        facts.put("modelFolder", index.settings().modelFolder());
      }
      return facts;
    }
  }

  private static List<String> metrics(VisualIndex index) {
    return index.settings().metrics().stream().map(Metric::id).sorted().toList();
  }
}
