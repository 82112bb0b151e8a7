package org.ocellus.index;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * Makes vectors of captions, where there is a model that reads text. What a model wrote has none
 * where the picture has a place among sentences itself, which tells more: with both, sentences
 * found fewer of Flickr8k's photographs than with the latter alone.
 *
 * @param model null where there is none
 */
record Captions(@Nullable Model model) {
  /**
   * Adds the vector of a picture's caption to the others, unless it is there or cannot be made.
   *
   * @return the space of what was added; null if nothing was
   */
  @Nullable Space complete(StoredPicture picture, Map<VectorField, float[]> vectors)
      throws IOException {
    String caption = picture.caption();
    if (caption == null
        || caption.isBlank()
        || vectors.containsKey(VectorField.CAPTION_EMBEDDING)
        || picture.captionBy() == StoredPicture.Origin.MODEL
            && vectors.containsKey(VectorField.TEXT_EMBEDDING)
        || model == null
        || !model.readsText()) {
      return null;
    }
    float[] vector = model.textEncoder().embed(List.of(caption)).get(0);
    vectors.put(
        VectorField.CAPTION_EMBEDDING,
        Vectors.unit(vector, "the caption of picture " + picture.id()));
    return Space.ofText(model);
  }

  /** Takes the vector of the caption away, if that is another now, or another's. */
  static void dropChanged(
      StoredPicture before, StoredPicture now, Map<VectorField, float[]> vectors) {
    if (!Objects.equals(before.caption(), now.caption()) || before.captionBy() != now.captionBy()) {
      vectors.remove(VectorField.CAPTION_EMBEDDING);
    }
  }
}
