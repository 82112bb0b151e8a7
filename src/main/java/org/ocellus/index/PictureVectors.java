package org.ocellus.index;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;

/**
 * What a network made of a picture, raw.
 *
 * @param embedding of any length but zero; null for none
 * @param space of it; null exactly if it is
 * @param text the picture's place in the space of sentences; null for none
 * @param textSpace of that; null exactly if it is
 */
public record PictureVectors(
    float @Nullable [] embedding,
    @Nullable Space space,
    float @Nullable [] text,
    @Nullable Space textSpace) {

  /** Nothing. */
  static final PictureVectors NONE = new PictureVectors(null, null, null, null);

  /** What this model said of a picture. */
  public static PictureVectors of(Prediction prediction, Model model) throws IOException {
    boolean aligned = model.alignsPicturesWithText();
    return new PictureVectors(
        Objects.requireNonNull(prediction.embedding()),
        Space.of(model),
        aligned ? prediction.textEmbedding() : null,
        aligned ? Space.ofText(model) : null);
  }

  /**
   * As an index keeps them.
   *
   * @param metrics for which it keeps the picture's own
   * @throws IllegalArgumentException if one is zero, not finite, or not of its space
   */
  Map<VectorField, float[]> kept(Set<Metric> metrics, String id) {
    Map<VectorField, float[]> kept = new EnumMap<>(VectorField.class);
    if (embedding != null) {
      Objects.requireNonNull(space, "a vector needs its space").checkFits(embedding, id);
      float[] unit = Vectors.unit(embedding, "picture " + id);
      for (Metric metric : metrics) {
        kept.put(VectorField.of(metric), metric == Metric.COSINE ? unit : embedding.clone());
      }
    }
    if (text != null) {
      Objects.requireNonNull(textSpace, "a vector needs its space").checkFits(text, id);
      kept.put(
          VectorField.TEXT_EMBEDDING, Vectors.unit(text, "picture " + id + " among sentences"));
    }
    return kept;
  }
}
