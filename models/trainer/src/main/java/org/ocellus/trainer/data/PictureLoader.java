package org.ocellus.trainer.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Resize;
import org.ocellus.image.RgbImage;
import org.ocellus.trainer.augmentation.Augmenter;
import org.ocellus.trainer.augmentation.Mixing;
import org.ocellus.trainer.augmentation.Normalisation;
import org.ocellus.trainer.data.LoadingPlan.Varied;

/** Loads single pictures of a plan, varied and with their targets. Safe for several threads. */
final class PictureLoader {
  /**
   * A picture and its targets.
   *
   * @param rgb the network's input in HWC order
   * @param probabilities of the classes
   * @param values the continuous targets
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Loaded(float[] rgb, float[] probabilities, float[] values) {}

  private final Dataset dataset;
  private final PictureCache cache;
  private final LoadingPlan plan;
  private final Preprocessing preprocessing;
  private final int size;
  private final Normalisation normalisation;
  private final List<Augmenter> augmenters;

  PictureLoader(
      Dataset dataset, PictureCache cache, Preprocessing preprocessing, LoadingPlan plan) {
    this.dataset = dataset;
    this.cache = cache;
    this.plan = plan;
    this.preprocessing = preprocessing;
    size = preprocessing.width();
    normalisation = Normalisation.of(preprocessing);
    augmenters =
        dataset.sources().stream()
            .map(s -> new Augmenter(s.augmentation(), cache.size(), size, normalisation))
            .toList();
  }

  /** The picture at a place of the plan's order. */
  Loaded load(int place) {
    int item = plan.order()[place];
    if (plan.varied() == Varied.NOTHING) {
      return labelled(item, unvaried(item));
    }
    SplittableRandom random = new SplittableRandom(mix(plan.seed(), place));
    long geometry = random.nextLong();
    if (plan.crops() != null) {
      geometry = mix(item, plan.crops()[place]);
    }
    Long colours = plan.varied() == Varied.ALL ? random.nextLong() : null;
    Loaded loaded = varied(item, geometry, colours);
    Mixing mixing = dataset.source(item).augmentation().find(Mixing.class).orElse(null);
    if (mixing != null && plan.varied() == Varied.ALL) {
      Loaded other = varied(another(random), random.nextLong(), random.nextLong());
      double own = mixing.apply(random, loaded.rgb(), other.rgb(), size);
      blend(loaded.probabilities(), other.probabilities(), own);
      blend(loaded.values(), other.values(), own);
    }
    return loaded;
  }

  /** By the engine's own resampling, where the cache is larger than the input. */
  private float[] unvaried(int item) {
    byte[] kept = cache.get(item);
    if (cache.size() != size) {
      RgbImage picture = new RgbImage(cache.size(), cache.size(), kept);
      kept = new Resize.Exact(size, size).apply(picture, preprocessing.resampling()).rgb();
    }
    float[] rgb = new float[kept.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = kept[i] & 0xFF;
    }
    normalisation.apply(rgb);
    return rgb;
  }

  private Loaded varied(int item, long geometry, @Nullable Long colours) {
    return labelled(
        item,
        augmenters
            .get(dataset.sourceOf(item))
            .apply(cache.get(item), random -> cache.get(another(random)), geometry, colours));
  }

  private int another(RandomGenerator random) {
    return plan.others()[random.nextInt(plan.others().length)];
  }

  private Loaded labelled(int item, float[] rgb) {
    float[] probabilities = new float[dataset.vocabulary().size()];
    int[] labels = dataset.classesOf(item);
    for (int label : labels) {
      probabilities[label] = 1f / labels.length;
    }
    double[] exact = dataset.valuesOf(item);
    float[] values = new float[exact.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) exact[i];
    }
    return new Loaded(rgb, probabilities, values);
  }

  private static void blend(float[] own, float[] other, double part) {
    for (int i = 0; i < own.length; i++) {
      own[i] = (float) (part * own[i] + (1 - part) * other[i]);
    }
  }

  /** A seed of two numbers; the next one of either gives an unrelated seed. */
  private static long mix(long a, long b) {
    return new SplittableRandom(new SplittableRandom(a).nextLong() + b).nextLong();
  }
}
