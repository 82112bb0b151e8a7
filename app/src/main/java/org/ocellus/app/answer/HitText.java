package org.ocellus.app;

import java.io.IOException;
import java.util.Locale;
import org.ocellus.index.StoredPicture;
import org.ocellus.query.Hit;
import org.ocellus.query.Reason;

/** How hits are put into words. */
final class HitText {
  private HitText() {}

  /** Its id, and its caption where it has one. */
  static String name(Hit hit) throws IOException {
    return hit.picture()
        .map(StoredPicture::caption)
        .map(caption -> hit.id() + "  " + caption.lines().findFirst().orElse(""))
        .orElse(hit.id());
  }

  /** Its score or distance, with as many digits as mean something. */
  static String value(Hit hit) {
    double value = hit.scale() == Hit.Scale.DISTANCE ? hit.distance() : hit.score();
    return number(hit.scale(), value);
  }

  /** What hits are measured by. */
  static String unit(Hit.Scale scale) {
    return switch (scale) {
      case TAGS -> "tags";
      case BM25 -> "BM25";
      case COSINE -> "cosine";
      case DISTANCE -> "distance";
      case RRF -> "fused";
    };
  }

  /** Why a hit is there. */
  static String reason(Reason reason) {
    String value = unit(reason.scale()) + " " + number(reason.scale(), reason.value());
    String how =
        switch (reason.kind()) {
          case "keyword" -> "keyword " + reason.matched();
          case "text" -> "caption says " + reason.matched();
          case "similar" -> "looks like " + reason.matched().replaceFirst("^to ", "");
          default -> reason.kind() + " " + reason.matched();
        };
    return how + " (no. " + reason.rank() + ", " + value + ")";
  }

  private static String number(Hit.Scale scale, double value) {
    return String.format(Locale.ROOT, scale == Hit.Scale.RRF ? "%.4f" : "%.3f", value);
  }
}
