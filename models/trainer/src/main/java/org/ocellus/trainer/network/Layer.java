package org.ocellus.trainer.network;

import java.util.List;
import java.util.Map;

/**
 * A building block of a network as data. In a recipe: its type, or its type with options, as in
 * {@code conv: {out: 16, kernel: 3}}. Immutable.
 */
public interface Layer {
  /** What recipes and tables call it. */
  String type();

  /** Its options in few words, for tables; empty if there are none. */
  default String options() {
    return "";
  }

  /**
   * The shape of what comes out.
   *
   * @throws IllegalArgumentException if the layer cannot take {@code input}, saying why; a {@link
   *     MisfitException} if a layer inside it cannot
   */
  Shape output(Shape input);

  /**
   * What it is made of, if of other layers: ways from its input that run side by side, each by what
   * the names of its layers begin with.
   */
  default Map<String, List<Layer>> paths(Shape input) {
    return Map.of();
  }

  /** How many numbers training may change. */
  default long parameters(Shape input) {
    return paths(input).values().stream().mapToLong(p -> Sequence.parameters(p, input)).sum();
  }

  /** Multiplications with accumulation, as in convolutions and linear layers, for one picture. */
  default long macs(Shape input) {
    return paths(input).values().stream().mapToLong(p -> Sequence.macs(p, input)).sum();
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
