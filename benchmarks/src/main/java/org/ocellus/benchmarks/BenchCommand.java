package org.ocellus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ocellus.benchmarks.micro.MicroBench;
import org.ocellus.benchmarks.vectors.EmbedFolders;
import org.ocellus.benchmarks.vectors.EmbedGlosses;
import org.ocellus.benchmarks.vectors.FilterBench;
import org.ocellus.benchmarks.vectors.GrowthBench;
import org.ocellus.benchmarks.vectors.QuantizationBench;
import org.ocellus.benchmarks.vectors.RecallBench;
import org.ocellus.benchmarks.vectors.SiftDescriptors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of {@code ./ocellus bench}. */
@Command(
    name = "ocellus bench",
    description = "Measures what Ocellus claims; each figure we publish names its command.",
    mixinStandardHelpOptions = true,
    subcommands = {
      GalleryQuality.class,
      ReducedDecoding.class,
      EmbedFolders.class,
      EmbedGlosses.class,
      SiftDescriptors.class,
      QuantizationBench.class,
      FilterBench.class,
      RecallBench.class,
      GrowthBench.class,
      DuplicatesBench.class,
      IngestBench.class,
      MicroBench.class,
      LoadingBench.class,
      TrainingBench.class,
      SightBench.class,
      ModelsBench.class,
      SentencesBench.class
    })
public final class BenchCommand {
  private BenchCommand() {}

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new BenchCommand());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          line.getErr().println("ocellus bench: " + e.getMessage());
          return 3;
        });
    System.exit(command.execute(args));
  }

  /** The machine, as a heading for figures. */
  public static String machine() {
    return "%d processors (%s), %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.version"));
  }

  /** Its name, where the system tells it. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*: *", ""))
          .findFirst()
          .orElse("unnamed");
    } catch (IOException e) {
      return "unnamed";
    }
  }

  /** What Lucene compares vectors with. */
  public static String simd() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return "nothing";
    }
    try {
      // Not compiled against: the module incubates.
      return "the Vector API, "
          + Class.forName("jdk.incubator.vector.FloatVector")
              .getField("SPECIES_PREFERRED")
              .get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
