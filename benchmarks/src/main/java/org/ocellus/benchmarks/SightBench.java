package org.ocellus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Model;
import org.ocellus.trainer.data.Example;
import org.ocellus.trainer.data.FolderSource;
import org.ocellus.trainer.data.ManifestSource;
import org.ocellus.trainer.recipe.Recipe;
import org.ocellus.trainer.recipe.RecipeReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What picture encoders see, beside raw pixels and a colour histogram. */
@Command(
    name = "sight",
    description = {
      "Compares picture encoders: how they place kinds of things that none of their training"
          + " pictures showed, and whether they know a photograph again that was rotated, cropped,"
          + " occluded and so on.",
      "DIR is what models/recipes/prepare-fovea.sh arranges."
    },
    mixinStandardHelpOptions = true)
final class SightBench implements Callable<Integer> {
  private static final int QUERIES = 500;

  @Parameters(paramLabel = "DIR", description = "the prepared pictures")
  private Path data = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "a model folder; may be repeated. The shipped one unless said")
  private List<Path> models = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      defaultValue = "models/recipes/fovea.yaml",
      description = "whose first source names the classes held out; ${DEFAULT-VALUE} unless said")
  private Path recipe = Path.of("");

  private final ImageDecoder decoder = new ImageDecoder();

  @Override
  public Integer call() throws IOException {
    System.out.println(BenchCommand.machine());
    List<Model> opened = new ArrayList<>();
    try {
      if (models.isEmpty()) {
        opened.add(Model.bundled(1));
      }
      for (Path folder : models) {
        opened.add(Model.open(folder, 1));
      }
      List<Contestant> contestants = new ArrayList<>();
      opened.forEach(model -> contestants.add(new Contestant.Embedding(model)));
      contestants.add(new Contestant.RawPixels(32));
      contestants.add(new Contestant.ColourHistogram());
      places("classes of Tiny-ImageNet held out of training", contestants, heldOut());
      places("flowers, test split", contestants, folders(data.resolve("flowers-test")));
      withstands(contestants, photographs());
    } finally {
      opened.forEach(Model::close);
    }
    return 0;
  }

  /** The validation photographs of the classes that the recipe's first source leaves out. */
  private List<Example> heldOut() {
    Recipe read = RecipeReader.read(recipe);
    if (!(read.sources().getFirst() instanceof FolderSource photographs)) {
      throw new IllegalArgumentException(
          recipe + ": its first source has no class folders; give a recipe that leaves some out");
    }
    String names = photographs.name();
    FolderSource held =
        new FolderSource(
            names,
            names,
            photographs.folders(),
            photographs.names(),
            photographs.except(),
            null,
            null,
            null,
            null);
    Set<String> labels =
        held.read(data).stream().flatMap(e -> e.labels().stream()).collect(Collectors.toSet());
    String manifest = "tiny-imagenet-200/val/words.jsonl";
    return new ManifestSource("validation", "", manifest, null, null, null, null, null, null, null)
        .read(data).stream().filter(e -> labels.containsAll(e.labels())).toList();
  }

  private static List<Example> folders(Path folder) {
    String name = folder.toString();
    return new FolderSource(name, name, name, null, null, null, null, null, null).read(Path.of(""));
  }

  private void places(String what, List<Contestant> contestants, List<Example> examples)
      throws IOException {
    List<RgbImage> pictures = new ArrayList<>();
    for (Example example : examples) {
      pictures.add(example.content().decode());
    }
    List<String> labels = examples.stream().map(e -> e.labels().getFirst()).toList();
    System.out.printf(
        "%n%s: %,d pictures of %d kinds, each asked of all others%n%n",
        what, pictures.size(), labels.stream().distinct().count());
    System.out.printf("| | P@10 | mAP |%n|---|---|---|%n");
    for (Contestant contestant : contestants) {
      Sight sight = Sight.of(contestant, vectors(contestant, pictures), labels);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.3f | %.3f |%n",
          contestant.name(),
          sight.precisionAt10(),
          sight.meanAveragePrecision());
    }
  }

  private List<Path> photographs() throws IOException {
    Path folder = data.resolve("flickr8k");
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          folder.toString(), null, "prepare it as the command's help says");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  private void withstands(List<Contestant> contestants, List<Path> photographs) throws IOException {
    System.out.printf(
        "%nthe untouched original is the nearest of %,d photographs; %d of them asked with%n%n",
        photographs.size(), QUERIES);
    System.out.printf(
        "| |%s%n|---|%s%n",
        contestants.stream().map(c -> " " + c.name() + " |").collect(Collectors.joining()),
        "---|".repeat(contestants.size()));
    List<List<float[]>> galleries = new ArrayList<>();
    for (Contestant contestant : contestants) {
      galleries.add(each(photographs, file -> contestant.vector(decoder.decode(file))));
    }
    double[] sums = new double[contestants.size()];
    for (Disturbance disturbance : Disturbance.values()) {
      double[] recall = new double[contestants.size()];
      for (int c = 0; c < recall.length; c++) {
        recall[c] = recall(disturbance, contestants.get(c), galleries.get(c), photographs);
        sums[c] += disturbance == Disturbance.BORDERED ? 0 : recall[c];
      }
      row(disturbance.description(), recall, r -> r);
    }
    row("mean of all but the last", sums, sum -> sum / (Disturbance.values().length - 1));
  }

  private static void row(String name, double[] values, ToDoubleFunction<Double> shown) {
    System.out.printf("| %s |", name);
    for (double value : values) {
      System.out.printf(Locale.ROOT, " %.3f |", shown.applyAsDouble(value));
    }
    System.out.println();
  }

  /** Recall@1 of the originals. */
  private double recall(
      Disturbance disturbance, Contestant contestant, List<float[]> gallery, List<Path> photographs)
      throws IOException {
    int step = Math.max(1, photographs.size() / QUERIES);
    List<Integer> asked =
        IntStream.range(0, Math.min(QUERIES, photographs.size()))
            .map(q -> q * step)
            .boxed()
            .toList();
    List<float[]> queries =
        each(
            asked,
            number -> {
              RgbImage picture = decoder.decode(photographs.get(number));
              Path other = photographs.get((number + photographs.size() / 2) % photographs.size());
              return contestant.vector(
                  disturbance.of(picture, decoder.decode(other), new SplittableRandom(number)));
            });
    return IntStream.range(0, queries.size())
            .parallel()
            .filter(q -> nearest(contestant, queries.get(q), gallery) == asked.get(q))
            .count()
        / (double) queries.size();
  }

  private static int nearest(Contestant contestant, float[] query, List<float[]> gallery) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < gallery.size(); i++) {
      double distance = contestant.distance(query, gallery.get(i));
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  private List<float[]> vectors(Contestant contestant, List<RgbImage> pictures) throws IOException {
    return each(pictures, contestant::vector);
  }

  /** What makes a vector of something. */
  private interface Vectorising<T> {
    float[] of(T something) throws IOException;
  }

  private static <T> List<float[]> each(List<T> all, Vectorising<T> vectorising)
      throws IOException {
    try {
      return all.parallelStream()
          .map(
              something -> {
                try {
                  return vectorising.of(something);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
