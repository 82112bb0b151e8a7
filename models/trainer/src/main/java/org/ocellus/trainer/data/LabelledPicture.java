package org.ocellus.trainer.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A picture file and what it shows. Several labels share the target's probability evenly.
 *
 * @param path the file
 * @param labels at least one label
 */
public record LabelledPicture(Path path, List<String> labels) {
  /** Copies the labels. */
  public LabelledPicture {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(path + " has no label; leave it out or label it");
    }
  }
}
