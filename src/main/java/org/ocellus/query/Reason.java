package org.ocellus.query;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a picture answers a question. For a fused question it is a tree: a part that is fused itself
 * names the parts of its own.
 *
 * @param kind which kind of question found it: {@code keyword}, {@code text} by its words, {@code
 *     caption} and {@code picture} for a sentence that was compared with these, {@code similar},
 *     {@code browse} or {@code fused}
 * @param rank its rank in that question's own answer, from 1; in a part of a fused question, equal
 *     pictures share the best of their ranks
 * @param value its score or distance there
 * @param scale what the value is
 * @param matched what matched: the tags, the words, or the example; empty for a fused question
 * @param contribution what it added to the score of the fused question it is a part of; null where
 *     it is part of none
 * @param parts for a fused question the parts that found the picture, in the order asked
 */
public record Reason(
    String kind,
    int rank,
    double value,
    Hit.Scale scale,
    String matched,
    @Nullable Double contribution,
    List<Reason> parts) {
  public Reason {
    parts = List.copyOf(parts);
  }

  /** A reason that is no part of anything. */
  static Reason of(String kind, int rank, double value, Hit.Scale scale, String matched) {
    return new Reason(kind, rank, value, scale, matched, null, List.of());
  }

  /** The same reason as part of a fused question. */
  Reason adding(double share) {
    return new Reason(kind, rank, value, scale, matched, share, parts);
  }

  /**
   * One line, such as {@code similar #2 cosine 0.871 (to bridge.jpg) +0.0161}; a fused one with its
   * parts in brackets.
   */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder("%s #%d".formatted(kind, rank));
    if (scale != Hit.Scale.NONE) {
      line.append(number(scale.isFused() ? " %s %.4f" : " %s %.3f", scale.label(), value));
    }
    if (!matched.isEmpty()) {
      line.append(" (").append(matched).append(')');
    }
    if (contribution != null) {
      line.append(number(" +%.4f", contribution));
    }
    if (!parts.isEmpty()) {
      line.append(
          parts.stream().map(Reason::toString).collect(Collectors.joining("; ", " [", "]")));
    }
    return line.toString();
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
