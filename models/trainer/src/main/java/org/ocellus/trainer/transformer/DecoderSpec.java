package org.ocellus.trainer.transformer;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The size of a decoder.
 *
 * @param width numbers that stand for a word, and for a place of the picture
 * @param heads of each attention; they share the width
 * @param layers one after the other
 * @param feedForward numbers in the middle of a layer's feed-forward part
 * @param dropout what share of each part's result is dropped while training
 */
public record DecoderSpec(
    @JsonProperty(required = true) int width,
    @JsonProperty(required = true) int heads,
    @JsonProperty(required = true) int layers,
    @JsonProperty(required = true) int feedForward,
    @JsonProperty(required = true) double dropout) {

  /** Checks the ranges. */
  public DecoderSpec {
    check(width >= 1, "'width' must be >= 1, got " + width);
    check(
        heads >= 1 && width % heads == 0,
        "'heads' must divide the width of " + width + ", got " + heads);
    check(layers >= 1, "'layers' must be >= 1, got " + layers);
    check(feedForward >= 1, "'feedForward' must be >= 1, got " + feedForward);
    check(dropout >= 0 && dropout < 1, "'dropout' must be in [0, 1), got " + dropout);
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
