package org.ocellus.app.answer;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.ocellus.query.Hit;
import org.ocellus.query.Hits;

/** Hits as a table: rank, score, name, and why each is there. */
public final class HitTable {
  private static final int WIDEST_NAME = 60;

  private HitTable() {}

  /**
   * Writes hits.
   *
   * @param explain whether the reasons of each are said in full, in lines of their own
   */
  public static void write(Hits hits, boolean explain, PrintWriter out) throws IOException {
    if (hits.isEmpty()) {
      out.println("   nothing found");
      return;
    }
    Hit.Scale scale = hits.list().get(0).scale();
    int width = 4;
    for (Hit hit : hits) {
      width = Math.min(WIDEST_NAME, Math.max(width, HitText.name(hit).length()));
    }
    String row = "%4s  %9s  %-" + width + "s  %s%n";
    out.printf(Locale.ROOT, row, "rank", HitText.unit(scale), "name", "why");
    for (Hit hit : hits) {
      out.printf(
          Locale.ROOT,
          row,
          hit.rank(),
          HitText.value(hit),
          cut(HitText.name(hit)),
          HitText.why(hit));
      if (explain) {
        hit.reasons().forEach(reason -> out.println("      " + reason));
      }
    }
  }

  private static String cut(String name) {
    return name.length() <= WIDEST_NAME ? name : name.substring(0, WIDEST_NAME - 1) + "…";
  }
}
