package org.ocellus.trainer.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The pictures of all sources, numbered one after the other, and the union of their labels. Equal
 * labels of different sources are one class.
 */
public final class Dataset {
  private final List<PictureSource> sources;
  private final List<LabelledPicture> pictures = new ArrayList<>();
  private final Vocabulary vocabulary;
  private final int[] sourceOf;
  private final int[][] classesOf;

  private Dataset(List<PictureSource> sources, List<List<LabelledPicture>> read) {
    this.sources = List.copyOf(sources);
    read.forEach(pictures::addAll);
    vocabulary = new Vocabulary(pictures.stream().flatMap(p -> p.labels().stream()).toList());
    classesOf = new int[pictures.size()][];
    for (int i = 0; i < classesOf.length; i++) {
      classesOf[i] = pictures.get(i).labels().stream().mapToInt(vocabulary::number).toArray();
    }
    sourceOf =
        IntStream.range(0, read.size())
            .flatMap(s -> IntStream.range(0, read.get(s).size()).map(i -> s))
            .toArray();
  }

  /**
   * Lists the pictures of {@code sources}.
   *
   * @param data the folder that their paths are relative to
   * @throws DataException if a source cannot be read
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

  /** The pictures by number. */
  public List<PictureContent> pictures() {
    return pictures.stream().map(LabelledPicture::content).toList();
  }

  /** How many pictures there are. */
  public int size() {
    return pictures.size();
  }

  /** The number of the source that a picture came from. */
  public int sourceOf(int picture) {
    return sourceOf[picture];
  }

  /** The class numbers of a picture; its target is uniform over them. */
  public int[] classesOf(int picture) {
    return classesOf[picture].clone();
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

  /** The pictures of one epoch, shuffled, each as often as its source's weight says. */
  public int[] order(int[] items, long seed, int epoch) {
    double[] weights = IntStream.of(items).mapToDouble(i -> source(i).weight()).toArray();
    return EpochOrder.of(items, weights, seed, epoch);
  }

  PictureSource source(int picture) {
    return sources.get(sourceOf[picture]);
  }
}
