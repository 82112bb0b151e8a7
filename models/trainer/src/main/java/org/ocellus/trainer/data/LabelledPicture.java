package org.ocellus.trainer.data;

import java.util.List;

/**
 * A picture and what it shows. Several labels share the target's probability evenly.
 *
 * @param content its pixels
 * @param labels at least one label
 */
public record LabelledPicture(PictureContent content, List<String> labels) {
  /** Copies the labels. */
  public LabelledPicture {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(
          content.name() + " has no label; leave it out or label it");
    }
  }
}
