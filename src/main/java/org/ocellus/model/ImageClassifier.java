package org.ocellus.model;

import java.util.List;
import org.ocellus.image.RgbImage;

/** Names what pictures show. Safe for use by any number of threads. */
public final class ImageClassifier {
  private final Model model;

  ImageClassifier(Model model) {
    this.model = model;
  }

  /**
   * All the network says of a picture: of its classes, and of the terms that are broader.
   *
   * @throws ModelException if the network fails
   */
  public Prediction see(RgbImage picture) throws ModelException {
    return model.predict(List.of(model.preprocessing().apply(picture))).get(0);
  }

  /**
   * The {@code k} likeliest classes of each picture, best first, with their probabilities (see
   * {@link Prediction}). The whole list runs as one batch.
   *
   * @throws ModelException if the network fails
   * @throws IllegalArgumentException if k is below 1
   */
  public List<List<Label>> classify(List<RgbImage> pictures, int k) throws ModelException {
    if (k < 1) {
      throw new IllegalArgumentException("k must be >= 1, got " + k);
    }
    return model.predict(pictures.stream().map(model.preprocessing()::apply).toList()).stream()
        .map(prediction -> prediction.top(k))
        .toList();
  }
}
