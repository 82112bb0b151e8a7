package org.ocellus.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ocellus.query.Hit;
import org.ocellus.query.Hits;

/** Hits as a table: rank, score, name, and why each is there. */
final class HitTable {
  private static final int WIDEST_NAME = 60;

  private HitTable() {}

  static void write(Hits hits, PrintWriter out) throws IOException {
    Hit.Scale scale = hits.list().get(0).scale();
    int width = 4;
    for (Hit hit : hits) {
      width = Math.min(WIDEST_NAME, Math.max(width, HitText.name(hit).length()));
    }
    String row = "%4s  %9s  %-" + width + "s  %s%n";
    out.printf(Locale.ROOT, row, "rank", HitText.unit(scale), "name", "why");
    for (Hit hit : hits) {
      String why = hit.reasons().stream().map(HitText::reason).collect(Collectors.joining("; "));
      out.printf(Locale.ROOT, row, hit.rank(), HitText.value(hit), cut(HitText.name(hit)), why);
    }
  }

  private static String cut(String name) {
    return name.length() <= WIDEST_NAME ? name : name.substring(0, WIDEST_NAME - 1) + "…";
  }
}
