package org.ocellus.app.answer;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocellus.index.StoredPicture;
import org.ocellus.query.Highlight;
import org.ocellus.query.Hit;
import org.ocellus.query.Hits;

/** Hits as JSON, one object a line. */
public final class HitLines {
  private HitLines() {}

  /**
   * Writes hits.
   *
   * @param explain whether the reasons of each are said
   */
  public static void write(Hits hits, String kind, boolean explain, JsonLines lines)
      throws IOException {
    for (Hit hit : hits) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("rank", hit.rank());
      line.put("id", hit.id());
      line.put("path", hit.picture().map(StoredPicture::source).orElse(null));
      switch (hit.scale()) {
        case DISTANCE -> line.put("distance", hit.distance());
        case NONE -> {}
        default -> line.put("score", hit.score());
      }
      line.put("kind", kind);
      List<Highlight> highlights = hit.highlights();
      if (!highlights.isEmpty()) {
        line.put("highlights", highlights);
      }
      if (explain) {
        line.put("reasons", hit.reasons());
      }
      lines.write(line);
    }
  }
}
