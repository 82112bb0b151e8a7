package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ocellus.index.NpyWriter;
import org.ocellus.model.TextEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Vectors of sentences: WordNet's definitions, as the sentence encoder beside our models sees them.
 */
@Command(
    name = "embed-glosses",
    description =
        "Writes all-MiniLM's vectors of WordNet's 117,000 glosses to a NumPy file: float32, 384"
            + " numbers a row.",
    mixinStandardHelpOptions = true)
public final class EmbedGlosses implements Callable<Integer> {
  private static final List<String> PARTS = List.of("noun", "verb", "adj", "adv");

  @Parameters(
      paramLabel = "DIR",
      description =
          "with WordNet's data.noun and so on: /usr/share/wordnet of Debian's package"
              + " wordnet-base")
  private Path folder = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "FILE.npy", description = "to be written")
  private Path out;

  @Override
  public Integer call() throws IOException {
    List<String> glosses = new ArrayList<>();
    for (String part : PARTS) {
      for (String line : Files.readAllLines(folder.resolve("data." + part))) {
        // The lines of the licence begin with spaces; a gloss ends each other line (wndb(5WN)).
        int bar = line.indexOf(" | ");
        if (!line.startsWith(" ") && bar >= 0) {
          glosses.add(line.substring(bar + 3).strip());
        }
      }
    }
    try (TextEncoder encoder = TextEncoder.onClassPath("all-minilm-l6-v2-q", 1);
        NpyWriter writer = new NpyWriter(out, encoder.dimension())) {
      int written = Rows.write(glosses, encoder::embed, writer);
      System.out.printf("%s: %d × %d%n", out, written, encoder.dimension());
    }
    return 0;
  }
}
