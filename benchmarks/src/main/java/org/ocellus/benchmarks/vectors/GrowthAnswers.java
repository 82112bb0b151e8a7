package org.ocellus.benchmarks.vectors;

import static org.ocellus.benchmarks.vectors.GrowthBench.quantile;
import static org.ocellus.benchmarks.vectors.GrowthBench.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
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

  /** Where the model is, beside the indexes. */
  static final String MODEL = "model";

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
    float[][] all = VectorReader.read(Path.of(args[1]));
    float[][] vectors = VectorFiles.sample(all, questions);
    List<String> captions = Files.readAllLines(Path.of(args[2]));
    List<Path> pictures = Pictures.below(List.of(Path.of(args[3])));
    boolean indexing = Boolean.parseBoolean(args[5]);
    if (!indexing) {
      try (VisualIndex index = VisualIndex.openReadOnly(place, model(folder))) {
        GrowthAnswers answers = new GrowthAnswers(index, questions);
        answers.idle(
            GrowthQuestions.kinds(vectors, pictures, captions, answers.size),
            VectorReader.ivecs(folder.resolve(truth(questions))),
            folder);
        seeing(pictures, answers.size, questions, model(folder));
      }
      return;
    }
    Path copy = folder.resolve("changed");
    IOUtils.rm(copy);
    try (VisualIndex index = VisualIndex.openReadOnly(place, null)) {
      index.backup(copy);
    }
    try (VisualIndex index = VisualIndex.open(copy, model(folder))) {
      GrowthAnswers answers = new GrowthAnswers(index, questions);
      answers.whileIndexing(
          GrowthQuestions.kinds(vectors, pictures, captions, answers.size),
          unasked(all, vectors),
          captions);
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
    Path place = folder.resolve("index");
    double quantized = VectorBench.megabytes(place, VectorBench.QUANTIZED);
    System.out.println(
        COST
            + row(
                size,
                index.statistics().segments(),
                index.statistics().bytes() / 1_000_000,
                quantized > 0 ? quantized : VectorBench.megabytes(place, VectorBench.VECTORS),
                VectorBench.megabytes(place, VectorBench.GRAPH),
                resident("RssAnon:"),
                resident("RssFile:"),
                made.elapsed(),
                made.processor()));
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
  private static void seeing(List<Path> pictures, int size, int questions, Model model)
      throws IOException {
    try (model) {
      List<Long> nanos = new ArrayList<>();
      for (int i = 0; i < 2 * questions; i++) {
        Path file = pictures.get(i % questions % pictures.size());
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

  static Model model(Path folder) throws IOException {
    return Model.open(folder.resolveSibling(MODEL), 1);
  }

  static String truth(int questions) {
    return "truth-" + questions + ".ivecs";
  }

  /** Those that are not asked with, for who is indexed meanwhile must not be what is asked for. */
  private static float[][] unasked(float[][] all, float[][] asked) {
    Set<float[]> left = Collections.newSetFromMap(new IdentityHashMap<>());
    left.addAll(List.of(all));
    List.of(asked).forEach(left::remove);
    return left.isEmpty() ? all : left.toArray(float[][]::new);
  }

  private void whileIndexing(
      Map<String, IntFunction<VisualQuery>> kinds, float[][] vectors, List<String> captions)
      throws IOException, InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService meanwhile = Executors.newSingleThreadExecutor()) {
      long start = System.nanoTime();
      Future<Integer> adding = meanwhile.submit(() -> add(vectors, captions, done));
      try {
        for (var kind : kinds.entrySet()) {
          ask(kind.getValue());
          List<Long> nanos = ask(kind.getValue());
          System.out.println(
              row(
                  size,
                  "indexing",
                  kind.getKey(),
                  quantile(nanos, 0.5),
                  quantile(nanos, 0.99),
                  ""));
        }
      } finally {
        done.set(true);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.err.printf("%d pictures: %.0f indexed a second%n", size, adding.get() / seconds);
    } catch (ExecutionException e) {
      throw new IOException("nothing was indexed meanwhile", e);
    }
  }

  /** Replaces pictures by others, so that the index keeps its size; says how many. */
  private int add(float[][] vectors, List<String> captions, AtomicBoolean done) throws IOException {
    Random random = new Random(1);
    long start = System.nanoTime();
    int added = 0;
    for (; !done.get(); added++) {
      int number = random.nextInt(size);
      index.add(GrowthQuestions.picture(number, vectors[added % vectors.length], captions));
      if (added % ADDED_PER_SECOND == 0) {
        index.refresh();
      }
      long due = start + TimeUnit.SECONDS.toNanos(added) / ADDED_PER_SECOND;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return added;
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
