package org.ocellus.trainer.augmentation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Varies square RGB pictures, from bytes to the network's input, both in HWC order. One resampling
 * does all that moves pixels. What comes out is a function of the seeds alone: the geometry seed
 * decides crop, view, background and occlusion, the colour seed lighting and cover, so that two
 * networks can be shown the same crop in other light. Safe for use by several threads.
 */
public final class Augmenter {
  private final int from;
  private final int to;
  private final Normalisation normalisation;
  private final List<Geometric> geometry;
  private final @Nullable Background background;
  private final @Nullable Viewpoint viewpoint;
  private final @Nullable Occlusion occlusion;
  private final @Nullable Lighting lighting;
  private final @Nullable Cover cover;

  /**
   * Creates an augmenter.
   *
   * @param from width and height of the pictures
   * @param to width and height of the network's input
   * @param normalisation how a sample 0…255 becomes the network's input
   */
  public Augmenter(Augmentation augmentation, int from, int to, Normalisation normalisation) {
    this.from = from;
    this.to = to;
    this.normalisation = normalisation;
    geometry = augmentation.all(Geometric.class).toList();
    background = augmentation.find(Background.class).orElse(null);
    viewpoint = augmentation.find(Viewpoint.class).orElse(null);
    occlusion = augmentation.find(Occlusion.class).orElse(null);
    lighting = augmentation.find(Lighting.class).orElse(null);
    cover = augmentation.find(Cover.class).orElse(null);
  }

  /**
   * A varied picture.
   *
   * @param picture {@code from·from·3} bytes
   * @param another draws another picture of that size, for a background
   * @param geometrySeed of what moves or hides pixels
   * @param colourSeed of what changes or covers colours; null leaves them alone
   * @return {@code to·to·3} floats
   */
  public float[] apply(
      byte[] picture,
      Function<RandomGenerator, byte[]> another,
      long geometrySeed,
      @Nullable Long colourSeed) {
    SplittableRandom random = new SplittableRandom(geometrySeed);
    Homography map = Homography.IDENTITY;
    for (Geometric variation : geometry) {
      map = map.after(variation.draw(random, from));
    }
    byte[] behind = null;
    if (background != null && background.happens(random)) {
      map = map.after(background.draw(random));
      behind = another.apply(random);
    }
    Homography view = viewpoint == null ? Homography.IDENTITY : viewpoint.draw(random);
    float[] out = new float[3 * to * to];
    new Warp(picture, from, behind).apply(map.after(view), view, out, to);
    if (colourSeed != null) {
      SplittableRandom colours = new SplittableRandom(colourSeed);
      if (lighting != null) {
        lighting.draw(colours).apply(out, to);
      }
      if (cover != null) {
        cover.apply(colours, out, to);
      }
    }
    normalisation.apply(out);
    if (occlusion != null) {
      occlusion.apply(random, out, to);
    }
    return out;
  }
}
