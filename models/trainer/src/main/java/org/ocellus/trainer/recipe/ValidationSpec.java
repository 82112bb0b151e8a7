package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures are held out of training to measure on: in a recipe a share, as in {@code
 * validation: 0.02}; all pictures of some labels, as in {@code validation: {labels: [Bag]}}; or all
 * pictures of a source, as in {@code validation: {source: NAME}}.
 *
 * @param share each picture's chance to be held out; 0 if labels or a source are
 * @param labels what no training picture may show; empty if something else is held out
 * @param source the name of the source; null if something else is held out
 */
public record ValidationSpec(double share, Set<String> labels, @Nullable String source) {
  /** Copies the labels and checks the share. */
  public ValidationSpec {
    labels = Set.copyOf(labels);
    if (labels.isEmpty() && source == null && !(share > 0 && share < 1)) {
      throw new IllegalArgumentException("the share must be in (0, 1), such as 0.02, got " + share);
    }
  }

  /** A share of the pictures. */
  @JsonCreator
  public static ValidationSpec share(double share) {
    return new ValidationSpec(share, Set.of(), null);
  }

  /** All pictures of some labels, or of a source. */
  @JsonCreator
  static ValidationSpec of(
      @JsonProperty("labels") @Nullable Set<String> labels,
      @JsonProperty("source") @Nullable String source) {
    boolean labelled = labels != null && !labels.isEmpty();
    if (labelled == (source != null)) {
      throw new IllegalArgumentException("give 'labels', a 'source', or a share such as 0.02");
    }
    return new ValidationSpec(0, labels == null ? Set.of() : labels, source);
  }

  @Override
  public String toString() {
    if (source != null) {
      return "all of source " + source;
    }
    return labels.isEmpty()
        ? "drawn at random with the recipe's seed"
        : "all of " + String.join(", ", new TreeSet<>(labels));
  }
}
