package org.ocellus.model;

/**
 * How a sentence is searched for.
 *
 * @param beams how many sentences are followed side by side, at least 1; 1 takes the likeliest
 *     token at each step
 * @param lengthPenalty the power of its length, in tokens and with its end, that a sentence's
 *     log-probability is divided by to compare it with others: 0 favours short ones, more longer
 *     ones; without effect for one beam
 * @param maxLength the most tokens of a sentence, with those that begin and end it, at least 2
 * @param noRepeatNgramSize no sentence says the same so many tokens in a row twice; 0 for any may
 */
public record Generation(int beams, double lengthPenalty, int maxLength, int noRepeatNgramSize) {
  /** One in which tokens may be repeated. */
  public Generation(int beams, double lengthPenalty, int maxLength) {
    this(beams, lengthPenalty, maxLength, 0);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Generation {
    if (beams < 1) {
      throw new IllegalArgumentException("beams must be >= 1, got " + beams);
    }
    if (!Double.isFinite(lengthPenalty)) {
      throw new IllegalArgumentException("lengthPenalty must be finite, got " + lengthPenalty);
    }
    if (maxLength < 2) {
      throw new IllegalArgumentException("maxLength must be >= 2, got " + maxLength);
    }
    if (noRepeatNgramSize < 0) {
      throw new IllegalArgumentException(
          "noRepeatNgramSize must be >= 0, got " + noRepeatNgramSize);
    }
  }

  /** The same with another number of beams. */
  public Generation withBeams(int number) {
    return new Generation(number, lengthPenalty, maxLength, noRepeatNgramSize);
  }
}
