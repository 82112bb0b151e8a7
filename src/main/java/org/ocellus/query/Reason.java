package org.ocellus.query;

import java.util.Locale;

/**
 * Why a picture answers a question.
 *
 * @param kind which kind of question found it: {@code keyword}, {@code text}, {@code similar} or
 *     {@code fused}
 * @param rank its rank in that question's own answer, from 1
 * @param value its score or distance there
 * @param scale what the value is
 * @param matched what matched: the tags, the words, or the example
 */
public record Reason(String kind, int rank, double value, Hit.Scale scale, String matched) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s #%d %s %.3f%s",
        kind,
        rank,
        scale.name().toLowerCase(Locale.ROOT),
        value,
        matched.isEmpty() ? "" : " (" + matched + ")");
  }
}
