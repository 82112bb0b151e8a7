package org.ocellus.image;

/** What a filter sees beyond the edge of a picture. */
public enum Padding {
  /** Black: {@code 000|abcd|000}. */
  ZERO,
  /** The edge sample again: {@code aaa|abcd|ddd}. */
  REPLICATE,
  /** Mirrored at the edge sample, which is not repeated: {@code dcb|abcd|cba}. */
  REFLECT
}
