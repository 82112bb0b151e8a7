package org.ocellus.index;

import org.ocellus.model.Fingerprint;
import org.ocellus.model.Model;

/**
 * The space in which an index's vectors lie.
 *
 * @param fingerprint equal exactly for vectors that may be compared
 * @param model what messages call the model that made them
 * @param dimension their length
 */
public record Space(Fingerprint fingerprint, String model, int dimension) {

  /** The space of this model's embeddings. */
  public static Space of(Model model) {
    return new Space(model.fingerprint(), model.name(), model.dimension());
  }

  /** The space of vectors that the user brought, of which only the dimension is known. */
  public static Space ofOwnVectors(int dimension) {
    return new Space(Fingerprint.ofOwnVectors(dimension), "vectors of your own", dimension);
  }

  @Override
  public String toString() {
    return "\"" + model + "\" (fingerprint " + fingerprint + ", " + dimension + " dimensions)";
  }
}
