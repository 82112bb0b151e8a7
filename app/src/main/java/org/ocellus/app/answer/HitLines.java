package org.ocellus.app.answer;

import java.io.IOException;
import org.ocellus.index.StoredPicture;
import org.ocellus.query.Hit;
import org.ocellus.query.Hits;

/** Hits as JSON, one object a line. */
public final class HitLines {
  private HitLines() {}

  public static void write(Hits hits, String kind, JsonLines lines) throws IOException {
    for (Hit hit : hits) {
      boolean distance = hit.scale() == Hit.Scale.DISTANCE;
      lines.write(
          "rank",
          hit.rank(),
          "id",
          hit.id(),
          "path",
          hit.picture().map(StoredPicture::source).orElse(null),
          distance ? "distance" : "score",
          distance ? hit.distance() : hit.score(),
          "kind",
          kind);
    }
  }
}
