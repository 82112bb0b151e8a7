package org.ocellus.model;

import java.util.Objects;

/**
 * A class a network knows, and how likely it is.
 *
 * @param name the class's name as the model's {@code id2label} has it
 * @param probability in [0, 1]
 */
public record Label(String name, float probability) {

  /**
   * @throws IllegalArgumentException if the probability is out of that range
   */
  public Label {
    Objects.requireNonNull(name, "name");
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "the probability of label \"" + name + "\" must be from 0 to 1, got " + probability);
    }
  }
}
