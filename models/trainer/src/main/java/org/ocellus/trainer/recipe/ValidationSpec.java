package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures are held out of training to measure on: in a recipe a share, as in {@code
 * validation: 0.02}, or all pictures of some labels, as in {@code validation: {labels: [Bag]}}.
 *
 * @param share each picture's chance to be held out; 0 if labels are
 * @param labels what no training picture may show; empty if a share is held out
 */
public record ValidationSpec(double share, Set<String> labels) {
  /** Copies the labels and checks the share. */
  public ValidationSpec {
    labels = Set.copyOf(labels);
    if (labels.isEmpty() && !(share > 0 && share < 1)) {
      throw new IllegalArgumentException("the share must be in (0, 1), such as 0.02, got " + share);
    }
  }

  /** A share of the pictures. */
  @JsonCreator
  public static ValidationSpec share(double share) {
    return new ValidationSpec(share, Set.of());
  }

  /** All pictures of some labels. */
  @JsonCreator
  static ValidationSpec labels(
      @JsonProperty(value = "labels", required = true) @Nullable Set<String> labels) {
    if (labels == null || labels.isEmpty()) {
      throw new IllegalArgumentException("'labels' is empty; name some, or give a share");
    }
    return new ValidationSpec(0, labels);
  }

  @Override
  public String toString() {
    return labels.isEmpty()
        ? "drawn at random with the recipe's seed"
        : "all of " + String.join(", ", new TreeSet<>(labels));
  }
}
