package org.ocellus.app.answer;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocellus.index.StoredPicture;
import org.ocellus.index.StoredPicture.Origin;
import org.ocellus.query.Hit;
import org.ocellus.query.Reason;

/** How hits are put into words. */
final class HitText {
  private HitText() {}

  /** Its id, and its caption where it has one. */
  static String name(Hit hit) throws IOException {
    String caption = hit.picture().map(HitText::caption).orElse("");
    return caption.isEmpty() ? hit.id() : hit.id() + "  " + caption.lines().findFirst().orElse("");
  }

  /** Its caption, marked if a network wrote it; empty where it has none. */
  static String caption(StoredPicture picture) {
    String caption = picture.caption();
    if (caption == null) {
      return "";
    }
    return picture.captionBy() == Origin.MODEL ? caption + " (predicted)" : caption;
  }

  /** Its score or distance, with as many digits as mean something; empty where nothing is asked. */
  static String value(Hit hit) {
    return switch (hit.scale()) {
      case NONE -> "";
      case DISTANCE -> number(hit.scale(), hit.distance());
      default -> number(hit.scale(), hit.score());
    };
  }

  /** What hits are measured by. */
  static String unit(Hit.Scale scale) {
    return switch (scale) {
      case TAGS -> "tags";
      case BM25 -> "BM25";
      case COSINE -> "cosine";
      case DISTANCE -> "distance";
      case RRF, WEIGHTED -> "fused";
      case NONE -> "";
    };
  }

  /** Why a hit is there; for a fused question, all that found it, each with its own rank. */
  static String why(Hit hit) {
    boolean fused = fused(hit.scale());
    return hit.reasons().stream()
        .flatMap(HitText::leaves)
        .map(reason -> fused ? how(reason) + standing(reason) : how(reason))
        .collect(Collectors.joining("; "));
  }

  private static boolean fused(Hit.Scale scale) {
    return scale == Hit.Scale.RRF || scale == Hit.Scale.WEIGHTED;
  }

  private static Stream<Reason> leaves(Reason reason) {
    return reason.parts().isEmpty()
        ? Stream.of(reason)
        : reason.parts().stream().flatMap(HitText::leaves);
  }

  private static String how(Reason reason) {
    return switch (reason.kind()) {
      case "keyword" ->
          reason.matched().isEmpty() ? "no keyword ruled out" : "keyword " + reason.matched();
      case "text" -> "words " + reason.matched();
      case "similar" -> "looks like " + reason.matched().replaceFirst("^to ", "");
      default -> reason.kind() + " " + reason.matched();
    };
  }

  private static String standing(Reason reason) {
    return " (no. "
        + reason.rank()
        + ", "
        + unit(reason.scale())
        + " "
        + number(reason.scale(), reason.value())
        + ")";
  }

  private static String number(Hit.Scale scale, double value) {
    return String.format(Locale.ROOT, fused(scale) ? "%.4f" : "%.3f", value);
  }
}
