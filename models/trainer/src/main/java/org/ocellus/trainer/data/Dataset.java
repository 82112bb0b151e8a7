package org.ocellus.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The pictures of all sources, numbered one after the other, and what is to be learned from them.
 * Equal labels of different sources are one class.
 */
public final class Dataset {
  private final List<PictureSource> sources;
  private final List<Example> examples = new ArrayList<>();
  private final List<PictureContent> pictures;
  private final Vocabulary vocabulary;
  private final List<String> targets;
  private final int[] sourceOf;
  private final int[][] classesOf;

  private Dataset(List<PictureSource> sources, List<List<Example>> read) {
    this.sources = List.copyOf(sources);
    read.forEach(examples::addAll);
    vocabulary = new Vocabulary(examples.stream().flatMap(e -> e.labels().stream()).toList());
    pictures = examples.stream().map(Example::content).toList();
    sourceOf =
        IntStream.range(0, read.size())
            .flatMap(s -> IntStream.range(0, read.get(s).size()).map(i -> s))
            .toArray();
    targets = sources.getFirst().targets();
    for (PictureSource source : sources) {
      if (!source.targets().equals(targets)) {
        throw new DataException(
            "source '%s' has the targets %s, source '%s' %s; give all the same 'targets'"
                .formatted(sources.getFirst().name(), targets, source.name(), source.targets()));
      }
    }
    classesOf = new int[examples.size()][];
    for (int i = 0; i < classesOf.length; i++) {
      classesOf[i] = examples.get(i).labels().stream().mapToInt(vocabulary::number).toArray();
    }
  }

  /**
   * Lists the pictures of {@code sources}.
   *
   * @param sources at least one
   * @param data the folder that their paths are relative to
   * @throws DataException if a source cannot be read or their targets differ
   */
  public static Dataset read(List<PictureSource> sources, Path data) {
    return new Dataset(sources, sources.stream().map(source -> source.read(data)).toList());
  }

  /** Where the pictures came from. */
  public List<PictureSource> sources() {
    return sources;
  }

  /** The labels. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The names of the continuous targets; none if the pictures have none. */
  public List<String> targets() {
    return targets;
  }

  /** The pictures by number. */
  public List<PictureContent> pictures() {
    return pictures;
  }

  /** How many pictures there are. */
  public int size() {
    return examples.size();
  }

  /** The number of the source that a picture came from. */
  public int sourceOf(int picture) {
    return sourceOf[picture];
  }

  /** The class numbers of a picture, none if it is unlabelled; its target is uniform over them. */
  public int[] classesOf(int picture) {
    return classesOf[picture].clone();
  }

  /** The continuous targets of a picture, as many as {@link #targets}. */
  public double[] valuesOf(int picture) {
    return examples.get(picture).values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Checks that there is something to tell apart.
   *
   * @throws DataException if a picture has no label, or all have the same
   */
  public void requireLabels() {
    for (int i = 0; i < size(); i++) {
      if (classesOf[i].length == 0) {
        throw new DataException(
            "source '%s': %s has no label, which this task needs; label it or leave it out"
                .formatted(source(i).name(), pictures.get(i).name()));
      }
    }
    if (vocabulary.size() < 2) {
      throw new DataException(
          "all pictures are labelled %s; give pictures of two labels or more"
              .formatted(vocabulary.labels()));
    }
  }

  /** Which pictures are trained on and which are held out, both ascending. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Split(int[] training, int[] validation) {}

  /**
   * Holds out a random share of the pictures; the same seed gives the same split.
   *
   * @param share of each picture's chance to be held out
   * @param usable which pictures take part
   */
  public Split split(double share, long seed, IntPredicate usable) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] held = new boolean[size()];
    for (int i = 0; i < held.length; i++) {
      held[i] = random.nextDouble() < share;
    }
    return new Split(
        IntStream.range(0, size()).filter(i -> !held[i]).filter(usable).toArray(),
        IntStream.range(0, size()).filter(i -> held[i]).filter(usable).toArray());
  }

  /**
   * Holds out all pictures that show any of some labels.
   *
   * @param labels known to the vocabulary
   * @param usable which pictures take part
   * @throws DataException if no picture has one of the labels
   */
  public Split split(Set<String> labels, IntPredicate usable) {
    for (String label : labels) {
      if (!vocabulary.labels().contains(label)) {
        throw new DataException(
            "no picture is labelled '%s', which is to be held out; known are %s"
                .formatted(label, vocabulary.labels()));
      }
    }
    IntPredicate held =
        i -> IntStream.of(classesOf[i]).anyMatch(c -> labels.contains(vocabulary.labels().get(c)));
    return new Split(
        IntStream.range(0, size()).filter(held.negate()).filter(usable).toArray(),
        IntStream.range(0, size()).filter(held).filter(usable).toArray());
  }

  /**
   * Holds out all pictures of a source.
   *
   * @param source its name
   * @param usable which pictures take part
   * @throws DataException if there is no such source
   */
  public Split split(String source, IntPredicate usable) {
    List<String> names = sources.stream().map(PictureSource::name).toList();
    int number = names.indexOf(source);
    if (number < 0) {
      throw new DataException(
          "there is no source '%s' to be held out; there are %s".formatted(source, names));
    }
    IntPredicate held = i -> sourceOf[i] == number;
    return new Split(
        IntStream.range(0, size()).filter(held.negate()).filter(usable).toArray(),
        IntStream.range(0, size()).filter(held).filter(usable).toArray());
  }

  /** The pictures of one epoch, shuffled, each as often as its source's weight says. */
  public int[] order(int[] items, long seed, int epoch) {
    double[] weights = IntStream.of(items).mapToDouble(i -> source(i).weight()).toArray();
    return EpochOrder.of(items, weights, seed, epoch);
  }

  PictureSource source(int picture) {
    return sources.get(sourceOf[picture]);
  }
}
