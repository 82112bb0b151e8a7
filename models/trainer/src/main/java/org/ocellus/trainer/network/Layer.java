package org.ocellus.trainer.network;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/**
 * A building block of a network as data. In a recipe: its type, or its type with options, as in
 * {@code conv: {out: 16, kernel: 3}}. Immutable.
 */
@JsonDeserialize(using = LayerReader.class)
public interface Layer {
  /** What recipes and tables call it. */
  String type();

  /**
   * The shape of what comes out.
   *
   * @throws IllegalArgumentException if the layer cannot take {@code input}, saying why
   */
  Shape output(Shape input);

  /** How many numbers training may change. */
  default long parameters(Shape input) {
    return 0;
  }

  /** Multiplications with accumulation for one picture. */
  default long macs(Shape input) {
    return 0;
  }

  /** The window that slides over the input; one pixel for what looks at each by itself. */
  default Window window() {
    return Window.PIXEL;
  }

  /**
   * The layer with new weights.
   *
   * @param name unique in the network, such as "conv3"
   */
  Block build(Weights weights, String name, Shape input);
}
