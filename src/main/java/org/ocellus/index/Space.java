package org.ocellus.index;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Fingerprint;
import org.ocellus.model.Model;
import org.ocellus.model.TextEncoder;

/**
 * The space in which an index's vectors lie.
 *
 * @param fingerprint equal exactly for vectors that may be compared
 * @param model what messages call the model that made them
 * @param dimension their length
 */
public record Space(Fingerprint fingerprint, String model, int dimension) {

  /**
   * @throws IllegalArgumentException if the dimension is below 1
   */
  public Space {
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(model, "model");
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension must be >= 1, got " + dimension);
    }
  }

  /** The space of this model's embeddings. */
  public static Space of(Model model) {
    return new Space(model.fingerprint(), model.name(), model.dimension());
  }

  /** The space of this model's sentences; null if it reads none. */
  public static @Nullable Space ofText(Model model) throws IOException {
    if (!model.readsText()) {
      return null;
    }
    TextEncoder encoder = model.textEncoder();
    return new Space(encoder.fingerprint(), model.name() + ", sentences", encoder.dimension());
  }

  /** The space of vectors that the user brought, of which only the dimension is known. */
  public static Space ofOwnVectors(int dimension) {
    return new Space(Fingerprint.ofOwnVectors(dimension), "vectors of your own", dimension);
  }

  /**
   * Checks that this vector may lie in this space.
   *
   * @throws IllegalArgumentException if it is of another length, or too long for any index
   */
  void checkFits(float[] vector, String id) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "the vector of picture %s has %d dimensions, those of %s have %d"
              .formatted(id, vector.length, this, dimension));
    }
    if (vector.length > VectorFormat.MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "the vector of picture %s has %d dimensions, an index holds at most %d"
              .formatted(id, vector.length, VectorFormat.MAX_DIMENSIONS));
    }
  }

  @Override
  public String toString() {
    return "\"" + model + "\" (fingerprint " + fingerprint + ", " + dimension + " dimensions)";
  }
}
