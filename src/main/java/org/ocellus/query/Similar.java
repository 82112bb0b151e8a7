package org.ocellus.query;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.RgbImage;
import org.ocellus.model.Metric;

/**
 * Pictures whose embeddings are near an example's.
 *
 * @param example what to look like
 * @param metric how nearness is measured; null for the index's own
 * @param exact whether all vectors are compared instead of the HNSW graph searched: slower, misses
 *     nothing, and wholly deterministic
 */
public record Similar(Example example, @Nullable Metric metric, boolean exact, Options options)
    implements VisualQuery {

  /** What to look like. */
  public sealed interface Example {}

  /** A picture file. */
  public record File(Path path) implements Example {}

  /** An encoded picture. */
  public record Encoded(byte[] bytes) implements Example {}

  /** A decoded picture. */
  public record Pixels(RgbImage image) implements Example {}

  /** An embedding from the index's model. */
  public record Vector(float[] vector) implements Example {}

  /** A picture in the index, itself left out of the hits. */
  public record Indexed(String id) implements Example {}

  static Similar to(Example example) {
    return new Similar(example, null, false, Options.DEFAULT);
  }

  /** Measures nearness by this metric, which the index must hold vectors for. */
  public Similar by(Metric other) {
    return new Similar(example, other, exact, options);
  }

  /** Compares all vectors. */
  public Similar exactly() {
    return new Similar(example, metric, true, options);
  }

  @Override
  public Similar with(Options changed) {
    return new Similar(example, metric, exact, changed);
  }
}
