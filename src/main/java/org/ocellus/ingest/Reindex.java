package org.ocellus.ingest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.index.VectorStorage;
import org.ocellus.model.Model;

/**
 * What an index is to be after it is built anew. Immutable: each method gives a changed copy.
 *
 * @param model makes the vectors; null for those there are, or the model the index is open with
 * @param vectors how they are kept; null for as they are
 * @param workers how many pictures are worked on at once, at least 1
 * @param batch how many pictures go through the network at once, at least 1
 * @param labelThreshold classes predicted by a new model of at least this probability become
 *     keywords; above 1 for none
 */
public record Reindex(
    @Nullable Model model,
    @Nullable VectorStorage vectors,
    int workers,
    int batch,
    float labelThreshold) {

  public Reindex {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be >= 1, got " + workers);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be >= 1, got " + batch);
    }
    if (!(labelThreshold > 0)) {
      throw new IllegalArgumentException("labelThreshold must be > 0, got " + labelThreshold);
    }
  }

  /**
   * Vectors of this model.
   *
   * @param model closed with the index once it has taken the place of the one before; until then,
   *     and if it never does, it is the caller's to close
   */
  public static Reindex with(Model model) {
    Objects.requireNonNull(model, "model");
    return new Reindex(
        model, null, Runtime.getRuntime().availableProcessors(), 16, PictureReader.LABEL_THRESHOLD);
  }

  /** The same vectors, kept so. */
  public static Reindex as(VectorStorage vectors) {
    Objects.requireNonNull(vectors, "vectors");
    return new Reindex(
        null,
        vectors,
        Runtime.getRuntime().availableProcessors(),
        16,
        PictureReader.LABEL_THRESHOLD);
  }

  /** And vectors kept so; null for as they are. */
  public Reindex vectors(@Nullable VectorStorage storage) {
    return new Reindex(model, storage, workers, batch, labelThreshold);
  }

  /** How many pictures are worked on at once. */
  public Reindex workers(int count) {
    return new Reindex(model, vectors, count, batch, labelThreshold);
  }

  /** How many pictures go through the network at once. */
  public Reindex batch(int size) {
    return new Reindex(model, vectors, workers, size, labelThreshold);
  }

  /** From which probability on predicted classes become keywords. */
  public Reindex labelThreshold(float probability) {
    return new Reindex(model, vectors, workers, batch, probability);
  }
}
