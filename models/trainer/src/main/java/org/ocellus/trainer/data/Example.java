package org.ocellus.trainer.data;

import java.util.List;

/**
 * A picture and what is to be learned from it. Several labels share the target's probability
 * evenly.
 *
 * @param content its pixels
 * @param labels what it shows; none if it is unlabelled
 * @param values its continuous targets, in the order of {@link PictureSource#targets}
 */
public record Example(PictureContent content, List<String> labels, List<Double> values) {
  /** Copies the lists. */
  public Example {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
  }

  /** A picture of one label. */
  static Example of(PictureContent content, String label) {
    return new Example(content, List.of(label), List.of());
  }
}
