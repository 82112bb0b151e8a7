package org.ocellus.trainer.recipe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a network learns to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskSpec.Classification.class, name = "classification"),
})
public sealed interface TaskSpec {
  /**
   * Telling the labels apart, by cross-entropy.
   *
   * @param labelSmoothing probability spread over all labels (Szegedy et al., 2016), 0 for none
   */
  record Classification(double labelSmoothing) implements TaskSpec {
    /** Checks the range. */
    public Classification {
      if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
        throw new IllegalArgumentException(
            "'labelSmoothing' must be in [0, 1), got " + labelSmoothing);
      }
    }
  }
}
