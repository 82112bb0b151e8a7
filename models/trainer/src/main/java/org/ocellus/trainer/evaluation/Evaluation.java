package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import org.ocellus.trainer.data.DataException;
import org.ocellus.trainer.data.Example;
import org.ocellus.trainer.evaluation.PictureRun.Seen;

/** Measures a model folder on labelled pictures, run as the engine runs it. */
public final class Evaluation {
  /**
   * What to measure on.
   *
   * @param data a folder of pictures by class, of MNIST's IDX files or of CIFAR's binary files, or
   *     a manifest
   * @param split which part; null for the test pictures
   * @param gallery where queries look for their like; null for the other queries
   * @param gallerySplit which part of the gallery; null for its test pictures
   * @param only labels that are looked at, queries and gallery; empty for all
   * @param names a file that says what labels are called; null for none
   * @param pixels whether raw pixels are compared too
   */
  public record Pictures(
      Path data,
      @Nullable String split,
      @Nullable Path gallery,
      @Nullable String gallerySplit,
      Set<String> only,
      @Nullable Path names,
      boolean pixels) {
    /** Copies the labels. */
    public Pictures {
      only = Set.copyOf(only);
    }
  }

  private final Model model;
  private final Pictures pictures;
  private final EvaluationListener listener;
  private final ModelClasses classes;
  private final LabelNames names;
  private final Map<String, Integer> labelNumbers = new HashMap<>();

  private Evaluation(Model model, Pictures pictures, EvaluationListener listener) {
    this.model = model;
    this.pictures = pictures;
    this.listener = listener;
    classes = new ModelClasses(model.classNames());
    names =
        pictures.names() == null ? LabelNames.knownTo(classes) : LabelNames.read(pictures.names());
  }

  /**
   * Measures what the model can do.
   *
   * @param model best opened with one thread; batches run side by side
   * @throws DataException if the pictures cannot be read
   * @throws IOException if the network fails
   */
  public static EvaluationReport of(Model model, Pictures pictures, EvaluationListener listener)
      throws IOException {
    return new Evaluation(model, pictures, listener).report();
  }

  private EvaluationReport report() throws IOException {
    List<String> targets = ValuesNetwork.targets(model);
    if (!targets.isEmpty()) {
      return regression(targets);
    }
    PictureRun<Prediction> queries = run(pictures.data(), pictures.split());
    List<Seen<Prediction>> gallery =
        pictures.gallery() == null ? null : run(pictures.gallery(), pictures.gallerySplit()).seen();
    Set<String> unknown = new TreeSet<>();
    ClassificationMeasures classification =
        model.classifies() ? classification(queries.seen(), unknown) : null;
    return new EvaluationReport(
        model.name(),
        queries.seen().size(),
        queries.skipped(),
        labels(queries.seen()),
        queries.imagesPerSecond(),
        classification,
        List.copyOf(unknown),
        retrieval(queries.seen(), gallery),
        Map.of());
  }

  private EvaluationReport regression(List<String> targets) throws IOException {
    try (ValuesNetwork network = new ValuesNetwork(model, targets.size())) {
      PictureRun<float[]> run = run(pictures.data(), pictures.split(), targets, network);
      float[][] predictions = run.seen().stream().map(Seen::prediction).toArray(float[][]::new);
      float[][] truths =
          run.seen().stream().map(s -> floats(s.example().values())).toArray(float[][]::new);
      List<RegressionMeasures> each = RegressionMeasures.each(predictions, truths);
      Map<String, RegressionMeasures> byTarget = new LinkedHashMap<>();
      for (int t = 0; t < targets.size(); t++) {
        byTarget.put(targets.get(t), each.get(t));
      }
      return new EvaluationReport(
          model.name(),
          run.seen().size(),
          run.skipped(),
          labels(run.seen()),
          run.imagesPerSecond(),
          null,
          List.of(),
          null,
          byTarget);
    }
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  private static <T> int labels(List<Seen<T>> seen) {
    return (int) seen.stream().flatMap(s -> s.example().labels().stream()).distinct().count();
  }

  private PictureRun<Prediction> run(Path data, @Nullable String split) throws IOException {
    return run(data, split, List.of(), model::predict);
  }

  private <T> PictureRun<T> run(
      Path data, @Nullable String split, List<String> targets, PictureRun.Network<T> network)
      throws IOException {
    List<Example> examples = selected(TestPictures.read(data, split, targets), data);
    boolean pixels = pictures.pixels() && targets.isEmpty();
    PictureRun<T> run =
        new PictureRun<>(model.preprocessing(), network, examples, pixels, listener);
    if (run.seen().isEmpty()) {
      throw new DataException(
          "none of the %,d pictures of %s can be read; repair them or give another --data folder"
              .formatted(run.skipped(), data));
    }
    return run;
  }

  /** The pictures of the labels asked for, with the names of their labels. */
  private List<Example> selected(List<Example> all, Path data) {
    Map<String, String> there =
        all.stream()
            .flatMap(example -> example.labels().stream())
            .map(names::of)
            .collect(Collectors.toMap(LabelNames::fold, label -> label, (a, b) -> a));
    Set<String> wanted = pictures.only().stream().map(LabelNames::fold).collect(Collectors.toSet());
    for (String label : pictures.only()) {
      if (!there.containsKey(LabelNames.fold(label))) {
        throw new DataException(
            "no picture of %s is labelled '%s'; there are %s; if these are codes, give their names with --names"
                .formatted(data, label, String.join(", ", new TreeSet<>(there.values()))));
      }
    }
    return all.stream()
        .map(e -> new Example(e.content(), e.labels().stream().map(names::of).toList(), e.values()))
        .filter(
            e ->
                wanted.isEmpty()
                    || e.labels().stream().map(LabelNames::fold).anyMatch(wanted::contains))
        .toList();
  }

  /** Of the pictures whose label the model knows; null if it knows none. */
  private @Nullable ClassificationMeasures classification(
      List<Seen<Prediction>> seen, Set<String> unknown) {
    int[][] truths = new int[seen.size()][];
    for (int i = 0; i < truths.length; i++) {
      List<String> labels = seen.get(i).example().labels();
      truths[i] = labels.stream().flatMapToInt(l -> IntStream.of(classes.numbers(l))).toArray();
      labels.stream().filter(l -> classes.numbers(l).length == 0).forEach(unknown::add);
    }
    int[] known = IntStream.range(0, truths.length).filter(i -> truths[i].length > 0).toArray();
    return known.length == 0
        ? null
        : ClassificationMeasures.of(
            IntStream.of(known)
                .mapToObj(i -> Objects.requireNonNull(seen.get(i).prediction().probabilities()))
                .toArray(float[][]::new),
            IntStream.of(known).mapToObj(i -> truths[i]).toArray(int[][]::new),
            model.classNames());
  }

  private EvaluationReport.Retrieval retrieval(
      List<Seen<Prediction>> queries, @Nullable List<Seen<Prediction>> gallery) {
    RetrievalMeasures pixels = null;
    if (pictures.pixels()) {
      boolean grey =
          RawPixels.areGrey(
              Stream.concat(queries.stream(), gallery == null ? Stream.of() : gallery.stream())
                  .map(Seen::pixels)
                  .toList());
      pixels =
          measure(
              Metric.EUCLIDEAN,
              pixels(queries, grey),
              gallery == null ? null : pixels(gallery, grey));
    }
    return new EvaluationReport.Retrieval(
        gallery == null ? queries.size() : gallery.size(),
        measure(Metric.COSINE, embeddings(queries), gallery == null ? null : embeddings(gallery)),
        pixels);
  }

  private static RetrievalMeasures measure(
      Metric metric, LabelledVectors queries, @Nullable LabelledVectors gallery) {
    return gallery == null
        ? RetrievalMeasures.leaveOneOut(queries, metric)
        : RetrievalMeasures.of(queries, gallery, metric);
  }

  private LabelledVectors embeddings(List<Seen<Prediction>> seen) {
    return labelled(
        seen.stream()
            .map(s -> Objects.requireNonNull(s.prediction().embedding()))
            .toArray(float[][]::new),
        seen);
  }

  private LabelledVectors pixels(List<Seen<Prediction>> seen, boolean grey) {
    return labelled(RawPixels.vectors(seen.stream().map(Seen::pixels).toList(), grey), seen);
  }

  private LabelledVectors labelled(float[][] vectors, List<Seen<Prediction>> seen) {
    return new LabelledVectors(
        vectors,
        seen.stream()
            .map(
                s ->
                    s.example().labels().stream()
                        .mapToInt(
                            label ->
                                labelNumbers.computeIfAbsent(
                                    LabelNames.fold(label), absent -> labelNumbers.size()))
                        .toArray())
            .toArray(int[][]::new));
  }
}
