package org.ocellus.index;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ocellus.model.Model;

/**
 * The spaces of vectors.
 *
 * @param pictures of the pictures themselves; null where there are none
 * @param text of sentences, and of pictures among them; null where there are none
 */
record Spaces(@Nullable Space pictures, @Nullable Space text) {
  /** Those that this model makes vectors of. */
  static Spaces of(Model model) throws IOException {
    return new Spaces(Space.of(model), Space.ofText(model));
  }

  /** That of this field's vectors, of which there are some. */
  Space of(VectorField field) {
    return Objects.requireNonNull(field.isOfText() ? text : pictures, "a vector needs its space");
  }
}
