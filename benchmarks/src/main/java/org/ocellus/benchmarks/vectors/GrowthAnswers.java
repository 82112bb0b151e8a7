package org.ocellus.benchmarks.vectors;

import static org.ocellus.benchmarks.vectors.GrowthBench.quantile;
import static org.ocellus.benchmarks.vectors.GrowthBench.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.model.Model;
import org.ocellus.query.VisualQuery;

/** Asks an index that {@link GrowthBench} made, in a JVM of its own, and prints rows. */
final class GrowthAnswers {
  static final String HEADER =
      """
      | pictures | meanwhile | question | p50 ms | p99 ms | recall@10 |
      |---|---|---|---|---|---|
      """;

  static final String COSTS_HEADER =
      """
      | pictures | segments | MB on disk | vectors searched MB | graph MB | anonymous RSS MB | \
      RSS of files MB | s to make | processor s |
      |---|---|---|---|---|---|---|---|---|
      """;

  /** What rows of the second table begin with. */
  static final String COST = "cost ";

  private static final int ADDED_PER_SECOND = 300;

  private final VisualIndex index;
  private final int size;
  private final int questions;

  private GrowthAnswers(VisualIndex index, int questions) throws IOException {
    this.index = index;
    this.size = index.statistics().pictures();
    this.questions = questions;
  }

  /** Of a folder, queries, captions and pictures; how many questions; whether it also indexes. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    Path place = folder.resolve("index");
    int questions = Integer.parseInt(args[4]);
    float[][] vectors = VectorFiles.sample(VectorReader.read(Path.of(args[1])), questions);
    List<String> captions = Files.readAllLines(Path.of(args[2]));
    List<Path> pictures = Pictures.below(List.of(Path.of(args[3])));
    boolean indexing = Boolean.parseBoolean(args[5]);
    if (!indexing) {
      try (VisualIndex index = VisualIndex.openReadOnly(place, Model.bundled(1))) {
        GrowthAnswers answers = new GrowthAnswers(index, questions);
        answers.idle(
            GrowthQuestions.kinds(vectors, pictures, captions, answers.size),
            VectorReader.ivecs(folder.resolve("truth.ivecs")),
            folder);
        answers.seeing(pictures);
      }
      return;
    }
    Path copy = folder.resolve("changed");
    IOUtils.rm(copy);
    try (VisualIndex index = VisualIndex.openReadOnly(place, null)) {
      index.backup(copy);
    }
    try (VisualIndex index = VisualIndex.open(copy, Model.bundled(1))) {
      GrowthAnswers answers = new GrowthAnswers(index, questions);
      answers.whileIndexing(
          GrowthQuestions.kinds(vectors, pictures, captions, answers.size), vectors, captions);
    }
    IOUtils.rm(copy);
  }

  private void idle(Map<String, IntFunction<VisualQuery>> kinds, int[][] truth, Path folder)
      throws IOException {
    String first = kinds.keySet().iterator().next();
    double recall = recall(kinds.get(first), truth);
    for (var kind : kinds.entrySet()) {
      ask(kind.getValue());
      List<Long> nanos = ask(kind.getValue());
      System.out.println(
          row(
              size,
              "nothing",
              kind.getKey(),
              quantile(nanos, 0.5),
              quantile(nanos, 0.99),
              kind.getKey().equals(first) ? recall : ""));
      if (kind.getKey().equals(first)) {
        cost(folder);
      }
    }
  }

  /**
   * What this JVM has in memory, now that it was asked for similar vectors, and what is on disk.
   */
  private void cost(Path folder) throws IOException {
    Cost made = Cost.read(folder.resolve("made"));
    Path lucene = folder.resolve("index/gen-000001");
    boolean quantized = bytes(lucene, "veq") > 0;
    System.out.println(
        COST
            + row(
                size,
                index.statistics().segments(),
                index.statistics().bytes() / 1_000_000,
                bytes(lucene, quantized ? "veq" : "vec") / 1_000_000,
                bytes(lucene, "vex") / 1_000_000,
                resident("RssAnon:"),
                resident("RssFile:"),
                made.elapsed(),
                made.processor()));
  }

  private static long bytes(Path folder, String extension) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith("." + extension))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  /** In megabytes, as Linux says. */
  private static Object resident(String kind) throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? "unknown"
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith(kind))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
            .findFirst()
            .orElseThrow();
  }

  /** What reading and seeing a picture takes, which a question with its file has to do first. */
  private void seeing(List<Path> pictures) throws IOException {
    try (Model model = Model.bundled(1)) {
      List<Long> nanos = new ArrayList<>();
      for (int i = 0; i < 2 * questions; i++) {
        Path file = pictures.get(i % pictures.size());
        long start = System.nanoTime();
        byte[] bytes = ImageDecoder.read(file);
        model
            .encoder()
            .embed(
                List.of(model.preprocessing().decode(new ImageDecoder(), bytes, file.toString())));
        nanos.add(System.nanoTime() - start);
      }
      List<Long> warm = nanos.subList(questions, nanos.size());
      System.out.println(
          row(
              size,
              "nothing",
              "(reading and seeing that file)",
              quantile(warm, 0.5),
              quantile(warm, 0.99),
              ""));
    }
  }

  private void whileIndexing(
      Map<String, IntFunction<VisualQuery>> kinds, float[][] vectors, List<String> captions)
      throws IOException, InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    Thread adding = new Thread(() -> add(vectors, captions, done), "adding");
    adding.start();
    for (var kind : kinds.entrySet()) {
      ask(kind.getValue());
      List<Long> nanos = ask(kind.getValue());
      System.out.println(
          row(size, "indexing", kind.getKey(), quantile(nanos, 0.5), quantile(nanos, 0.99), ""));
    }
    done.set(true);
    adding.join();
  }

  /** Replaces pictures by others, so that the index keeps its size. */
  private void add(float[][] vectors, List<String> captions, AtomicBoolean done) {
    Random random = new Random(1);
    long start = System.nanoTime();
    try {
      for (int added = 0; !done.get(); added++) {
        int number = random.nextInt(size);
        index.add(GrowthQuestions.picture(number, vectors[added % vectors.length], captions));
        if (added % ADDED_PER_SECOND == 0) {
          index.refresh();
        }
        long due = start + TimeUnit.SECONDS.toNanos(added) / ADDED_PER_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Long> ask(IntFunction<VisualQuery> kind) throws IOException {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      long start = System.nanoTime();
      index.search(kind.apply(i)).list();
      nanos.add(System.nanoTime() - start);
    }
    return nanos;
  }

  private double recall(IntFunction<VisualQuery> kind, int[][] truth) throws IOException {
    double found = 0;
    for (int i = 0; i < truth.length; i++) {
      Set<String> ids = Set.copyOf(index.search(kind.apply(i)).ids());
      found += Arrays.stream(truth[i]).filter(n -> ids.contains(Integer.toString(n))).count();
    }
    return found / (truth.length * GrowthQuestions.TOP_K);
  }
}
