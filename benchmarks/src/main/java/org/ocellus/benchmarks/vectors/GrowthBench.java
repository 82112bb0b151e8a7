package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.ocellus.VisualIndex;
import org.ocellus.benchmarks.BenchCommand;
import org.ocellus.index.NpyReader;
import org.ocellus.index.Quantization;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How answers slow down as an index grows, and what it needs in memory and on disk. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an index of each size, with a keyword and a caption for each vector, and asks"
          + " questions of all kinds in a JVM of its own: in one with a small heap that only"
          + " searches, then in one that also indexes meanwhile, 300 pictures a second, shown each"
          + " second.",
      "Captions are compared by words alone. Indexes stay in --work, and are made again only where"
          + " they are missing: remove it when a file has changed."
    })
public final class GrowthBench implements Callable<Integer> {
  /** What a JVM that only searches may use; all that it reads is mapped, not loaded. */
  static final String SMALL_HEAP = "-Xmx96m";

  private static final String LARGE_HEAP = "-Xmx1g";

  @Spec private @Nullable CommandSpec command;

  @Option(names = "--vectors", required = true, paramLabel = "FILE.npy", description = "to index")
  private Path vectors;

  @Option(names = "--queries", required = true, paramLabel = "FILE.npy", description = "to ask")
  private Path queries;

  @Option(
      names = "--captions",
      required = true,
      paramLabel = "FILE",
      description = "sentences, one a line: they are the captions, over and over")
  private Path captions;

  @Option(
      names = "--pictures",
      required = true,
      paramLabel = "DIR",
      description = "to ask with, of the shipped model, as the vectors are")
  private Path pictures;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      defaultValue = "10000,100000,1000000",
      description = "of the indexes; ${DEFAULT-VALUE} unless said")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "500",
      description = "of each kind, asked twice and timed once; ${DEFAULT-VALUE} unless said")
  private int questions;

  @Option(
      names = "--quantize",
      paramLabel = "BITS",
      defaultValue = "none",
      description = "none, 8, 7, 4, 2 or 1; ${DEFAULT-VALUE} unless said")
  private String quantization;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "growth-work",
      description = "where the indexes are; ${DEFAULT-VALUE} unless said")
  private Path work = Path.of("");

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "where tables and a chart go; only printed unless said")
  private @Nullable Path results;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
    seeing();
    List<String> rows = new ArrayList<>();
    List<String> costs = new ArrayList<>();
    for (int size : sizes) {
      Path folder = work.resolve("%s-%d-%s".formatted(vectors.getFileName(), size, quantization));
      if (!Files.exists(folder.resolve("made"))
          || !Files.exists(folder.resolve(GrowthAnswers.truth(questions)))) {
        // What a run that was stopped left.
        IOUtils.rm(folder);
        make(folder, size);
      }
      for (String heap : List.of(SMALL_HEAP, LARGE_HEAP)) {
        for (String line : answers(folder, heap).lines().toList()) {
          if (line.startsWith(GrowthAnswers.COST)) {
            costs.add(line.substring(GrowthAnswers.COST.length()));
          } else {
            rows.add(line);
          }
        }
      }
    }
    String name = quantization.equals("none") ? "growth" : "growth-" + quantization + "-bits";
    String report =
        "# %s%n%n%s, SIMD by %s.%nVectors of %s, cosine, one segment; %d questions of a kind, one thread.%n%n"
                .formatted(
                    name,
                    BenchCommand.machine(),
                    BenchCommand.simd(),
                    vectors.getFileName(),
                    questions)
            + GrowthAnswers.HEADER
            + String.join("\n", rows)
            + "\n\n"
            + GrowthAnswers.COSTS_HEADER
            + String.join("\n", costs)
            + "\n";
    out.print(report);
    out.flush();
    if (results != null) {
      Files.createDirectories(results);
      Files.writeString(results.resolve(name + ".md"), report);
      GrowthChart.write(rows, results.resolve(name + ".png"));
    }
    return 0;
  }

  /**
   * The shipped model without its sentence encoder, which would read each caption: that would be
   * what takes time.
   */
  private void seeing() throws IOException {
    Path folder = Files.createDirectories(work.resolve(GrowthAnswers.MODEL));
    try (Model model = Model.bundled(1)) {
      Files.write(folder.resolve("model.onnx"), model.graph());
      Files.writeString(folder.resolve("preprocessor_config.json"), model.preprocessing().toJson());
    }
  }

  private void make(Path folder, int size) throws IOException {
    VectorStorage storage =
        VectorStorage.of(Metric.COSINE).quantized(Quantization.of(quantization));
    List<String> sentences = Files.readAllLines(captions);
    float[][] base = new float[size][];
    Cost cost =
        Cost.of(
            () -> {
              try (NpyReader reader = new NpyReader(vectors);
                  VisualIndex index =
                      VisualIndex.open(
                          folder.resolve("index"), GrowthAnswers.model(folder), storage)) {
                if (reader.rows() < size) {
                  throw new IOException(
                      "%s has %d vectors, not %d".formatted(vectors, reader.rows(), size));
                }
                Random random = new Random(size);
                int taken = 0;
                for (long row = 0; taken < size; row++) {
                  float[] vector = reader.next();
                  // Each subset is as likely (Knuth's algorithm S): pictures and crops alternate.
                  if (random.nextDouble() * (reader.rows() - row) < size - taken) {
                    base[taken] = vector;
                    index.add(GrowthQuestions.picture(taken, vector, sentences));
                    taken++;
                  }
                }
                index.optimize();
              }
            });
    float[][] asked = VectorFiles.sample(VectorReader.read(queries), questions);
    Dataset.writeIvecs(
        folder.resolve(GrowthAnswers.truth(questions)),
        new GroundTruth(Metric.COSINE, base).nearest(asked, GrowthQuestions.TOP_K, i -> true));
    cost.write(folder.resolve("made"));
  }

  private String answers(Path folder, String heap) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add(heap);
    line.add("-XX:+UseSerialGC");
    line.add("--enable-native-access=ALL-UNNAMED");
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      line.add("--add-modules=jdk.incubator.vector");
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add(GrowthAnswers.class.getName());
    for (Path path : List.of(folder, queries, captions, pictures)) {
      line.add(path.toString());
    }
    line.add(Integer.toString(questions));
    line.add(Boolean.toString(heap.equals(LARGE_HEAP)));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String rows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("index " + folder + " could not be asked: see above");
    }
    return rows;
  }

  /** Of the p-th share, in milliseconds. */
  static double quantile(Collection<Long> nanos, double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size()))) / 1e6;
  }

  /** A row of a Markdown table. */
  static String row(Object... cells) {
    StringBuilder row = new StringBuilder("|");
    for (Object cell : cells) {
      row.append(' ')
          .append(cell instanceof Double number ? String.format(Locale.ROOT, "%.3f", number) : cell)
          .append(" |");
    }
    return row.toString();
  }
}
