package org.ocellus.trainer.recipe;

import java.util.Optional;
import org.ocellus.image.CenterCrop;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.Resize;

/** Preprocessing that keeps the same part of a picture with more or fewer pixels. */
final class OtherSize {
  private OtherSize() {}

  /**
   * Scales a preprocessing.
   *
   * @param preprocessing gives squares
   * @param size the new width and height
   * @throws IllegalArgumentException if the size is another and pictures are not resized
   */
  static Preprocessing of(Preprocessing preprocessing, int size) {
    int input = preprocessing.width();
    if (size == input) {
      return preprocessing;
    }
    if (preprocessing.resize().isEmpty()) {
      throw new IllegalArgumentException(
          "%d pixels instead of %d need a 'preprocessing' that resizes; give it a 'size', or leave out 'cacheSize' and 'progressive'"
              .formatted(size, input));
    }
    Resize resize =
        switch (preprocessing.resize().get()) {
          case Resize.ShortestEdge r -> new Resize.ShortestEdge(scaled(r.edge(), size, input));
          case Resize.LongestEdge r -> new Resize.LongestEdge(scaled(r.edge(), size, input));
          case Resize.Exact r ->
              new Resize.Exact(scaled(r.height(), size, input), scaled(r.width(), size, input));
        };
    return new Preprocessing(
        Optional.of(resize),
        preprocessing.resampling(),
        preprocessing.crop().map(crop -> new CenterCrop(size, size)),
        preprocessing.filters(),
        preprocessing.rescale(),
        preprocessing.normalization(),
        preprocessing.reducedDecoding());
  }

  private static int scaled(int edge, int size, int input) {
    return (int) Math.round((double) edge * size / input);
  }
}
