package org.ocellus.model;

import java.util.List;
import java.util.Objects;
import org.ocellus.image.RgbImage;

/** Turns pictures into embeddings. Safe for use by any number of threads. */
public final class ImageEncoder {
  private final Model model;

  ImageEncoder(Model model) {
    this.model = model;
  }

  /**
   * The raw embeddings of these pictures, not normalised, in their order; each of the model's
   * dimension. The whole list runs as one batch.
   *
   * @throws ModelException if the network fails
   */
  public List<float[]> embed(List<RgbImage> pictures) throws ModelException {
    return model.predict(pictures.stream().map(model.preprocessing()::apply).toList()).stream()
        .map(prediction -> Objects.requireNonNull(prediction.embedding()))
        .toList();
  }
}
