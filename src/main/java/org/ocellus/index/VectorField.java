package org.ocellus.index;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Metric;

/** The fields that hold a picture's vectors. */
public enum VectorField {
  /** The picture itself, at unit length. */
  EMBEDDING("embedding", Metric.COSINE, "embedding_space"),
  /** The picture itself, raw. */
  EMBEDDING_RAW("embedding_raw", Metric.EUCLIDEAN, "embedding_space"),
  /** The picture's place in the space of its model's sentences, at unit length. */
  TEXT_EMBEDDING("text_embedding", Metric.COSINE, "text_space"),
  /** Its caption in that space, at unit length. */
  CAPTION_EMBEDDING("caption_embedding", Metric.COSINE, "text_space");

  private final String field;
  private final Metric metric;
  private final String spaceField;

  VectorField(String field, Metric metric, String spaceField) {
    this.field = field;
    this.metric = metric;
    this.spaceField = spaceField;
  }

  /** The one for pictures compared by this metric. */
  public static VectorField of(Metric metric) {
    return metric == Metric.COSINE ? EMBEDDING : EMBEDDING_RAW;
  }

  /** The one of this name; null if it is none. */
  static @Nullable VectorField named(String field) {
    for (VectorField each : values()) {
      if (each.field.equals(field)) {
        return each;
      }
    }
    return null;
  }

  /** Its name in Lucene. */
  public String field() {
    return field;
  }

  /** How its vectors are compared. */
  public Metric metric() {
    return metric;
  }

  /** Whether it lies in the space of sentences. */
  public boolean isOfText() {
    return this == TEXT_EMBEDDING || this == CAPTION_EMBEDDING;
  }

  /** The field with the fingerprint of its space, once more, as a term. */
  String spaceField() {
    return spaceField;
  }

  /** How Lucene compares its vectors. */
  public VectorSimilarityFunction similarity() {
    return metric == Metric.COSINE
        ? VectorSimilarityFunction.DOT_PRODUCT
        : VectorSimilarityFunction.EUCLIDEAN;
  }
}
