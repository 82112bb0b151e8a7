package org.ocellus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.benchmarks.vectors.Pictures;
import org.ocellus.ingest.Ingest;
import org.ocellus.ingest.IngestReport;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Pictures a second from files to an index, against what cannot be faster and what others write.
 */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Indexes the pictures below folders, and compares that with its floor: the processor time of"
          + " a picture's decoding, preprocessing, network and index, each measured alone on one"
          + " thread, at all processors.",
      "With --python also with a pipeline of Pillow and PyTorch, which runs the same network and"
          + " keeps the vectors in memory; it takes turns with the former."
    })
final class IngestBench implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders of pictures")
  private List<Path> folders = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often, the first not counted; ${DEFAULT-VALUE} unless said")
  private int rounds;

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description = "with Pillow and PyTorch, such as python3; not asked unless said")
  private @Nullable String python;

  private final int processors = Runtime.getRuntime().availableProcessors();
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> theirs = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be >= 1, got " + rounds);
    }
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    List<Path> pictures = Pictures.below(folders);
    out.printf("%s%n%d pictures%n%n", BenchCommand.machine(), pictures.size());
    IngestReport last = null;
    for (int round = 0; round <= rounds; round++) {
      IngestReport report = ingested();
      double speed = report.embedded() / (report.elapsed().toNanos() / 1e9);
      double other = python == null ? Double.NaN : piped(pictures);
      if (round > 0) {
        last = report;
        ours.add(speed);
        theirs.add(other);
      }
    }
    IngestFloor floor = IngestFloor.of(pictures);
    double fastest = processors / floor.seconds();
    out.printf("| | pictures/s, median (slowest–fastest) | ratio |%n|---|---|---|%n");
    out.printf("| floor | %.0f | 1 |%n", fastest);
    out.println(row("ocellus index", ours, fastest));
    if (python != null) {
      out.println(row("Pillow and PyTorch", theirs, fastest));
    }
    out.printf(
        "%nProcessor time of a picture, ms, alone and in the last round:%n%n| | %s |%n|---|---|---|---|---|%n",
        String.join(" | ", "decode", "preprocessing", "network", "index"));
    out.printf("| alone | %s |%n", floor.cells());
    out.printf("| indexing | %s |%n", cells(Objects.requireNonNull(last)));
    out.printf(
        "%nIndexing, decode counts reading the file, its hashes and metadata too; index the labels,"
            + " tags and texts.%n");
    out.flush();
    return 0;
  }

  private IngestReport ingested() throws IOException {
    Path folder = Files.createTempDirectory("ocellus-bench");
    // All of the model is loaded before the clock starts, as the pipeline in Python does it.
    Model model = Model.bundled(1);
    model.textEncoder();
    try (VisualIndex index = VisualIndex.open(folder.resolve("index"), model)) {
      return index.ingest(Ingest.of(folders.toArray(Path[]::new)), progress -> {});
    } finally {
      IOUtils.rm(folder);
    }
  }

  /** Pictures a second of the pipeline in Python. */
  private double piped(List<Path> pictures) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ocellus-bench");
    try (InputStream in = IngestBench.class.getResourceAsStream("/pipeline.py")) {
      Path script = folder.resolve("pipeline.py");
      Files.copy(Objects.requireNonNull(in, "pipeline.py"), script);
      Path list = folder.resolve("pictures.txt");
      Files.write(list, pictures.stream().map(Path::toString).toList());
      Process process =
          new ProcessBuilder(
                  Objects.requireNonNull(python),
                  script.toString(),
                  list.toString(),
                  Integer.toString(Ingest.of(folders.get(0)).batch()),
                  Integer.toString(processors))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      JsonNode said = new ObjectMapper().readTree(process.getInputStream());
      if (process.waitFor() != 0) {
        throw new IOException(
            python + " failed, see above; it needs Pillow and PyTorch (Debian: python3-torch)");
      }
      return said.get("pictures").asInt() / said.get("seconds").asDouble();
    } finally {
      IOUtils.rm(folder);
    }
  }

  private static String row(String name, List<Double> speeds, double floor) {
    List<Double> sorted = speeds.stream().sorted().toList();
    double median = sorted.get(sorted.size() / 2);
    return String.format(
        Locale.ROOT,
        "| %s | %.0f (%.0f–%.0f) | %.2f |",
        name,
        median,
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        median / floor);
  }

  private static String cells(IngestReport report) {
    Map<IngestReport.Stage, Duration> cpu = report.cpu();
    List<String> cells = new ArrayList<>();
    for (IngestReport.Stage stage :
        List.of(
            IngestReport.Stage.DECODE,
            IngestReport.Stage.PREPROCESSING,
            IngestReport.Stage.NETWORK,
            IngestReport.Stage.INDEX)) {
      cells.add(
          String.format(Locale.ROOT, "%.2f", cpu.get(stage).toNanos() / 1e6 / report.embedded()));
    }
    return String.join(" | ", cells);
  }
}
