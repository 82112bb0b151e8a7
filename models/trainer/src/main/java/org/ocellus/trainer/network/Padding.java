package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Locale;

/**
 * What is put around a plane before a window slides over it: zeros for convolutions, nothing that
 * counts for pooling. In a recipe {@code same}, {@code valid}, a number, or {@code [rows,
 * columns]}.
 *
 * @param mode how the amount is found
 * @param amount rows above and below, columns left and right; for {@link Mode#ZERO}
 */
public record Padding(Mode mode, Extent amount) {
  /** No padding. */
  public static final Padding VALID = new Padding(Mode.VALID, Extent.square(0));

  /** As much as makes the output ⌈input / stride⌉ wide. */
  public static final Padding SAME = new Padding(Mode.SAME, Extent.square(0));

  /** How the amount is found. */
  public enum Mode {
    /** A given amount on both sides. */
    ZERO,
    /**
     * TensorFlow's rule: the output is ⌈input / stride⌉ wide; of an odd amount the greater half
     * goes below and to the right.
     */
    SAME,
    /** None. */
    VALID
  }

  /** {@code amount} on every side. */
  @JsonCreator
  public static Padding zero(int amount) {
    return new Padding(Mode.ZERO, Extent.square(amount).atLeast(0, "padding"));
  }

  @JsonCreator
  static Padding of(String mode) {
    return switch (mode) {
      case "same" -> SAME;
      case "valid" -> VALID;
      default ->
          throw new IllegalArgumentException(
              "padding '" + mode + "' is unknown; give same, valid or a number");
    };
  }

  @JsonCreator
  static Padding of(List<Integer> amounts) {
    return new Padding(Mode.ZERO, Extent.of(amounts).atLeast(0, "padding"));
  }

  boolean isNone() {
    return mode != Mode.SAME && amount.equals(Extent.square(0));
  }

  @Override
  public String toString() {
    return mode == Mode.ZERO ? amount.toString() : mode.name().toLowerCase(Locale.ROOT);
  }
}
