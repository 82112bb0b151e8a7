package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** An HTML page of pictures drawn by lot, each with the machine's sentence and people's. */
public final class CaptionPage {
  private CaptionPage() {}

  /**
   * The page; it holds the pictures and needs no other file.
   *
   * @param count how many pictures, or all if there are fewer
   * @param seed of the draw: nobody picks
   * @throws IOException if a picture can no longer be read
   */
  public static String of(CaptionReport report, int count, long seed) throws IOException {
    List<CaptionReport.Result> drawn = new ArrayList<>(report.results());
    Collections.shuffle(drawn, new Random(seed));
    StringBuilder html =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en"><meta charset="utf-8"><title>Captions</title>
            <style>
            body { font-family: sans-serif; max-width: 60em; margin: 1em auto; }
            figure { display: flex; gap: 1em; margin: 1em 0; }
            img { width: 224px; height: 224px; object-fit: contain; }
            .said { font-size: 1.2em; }
            .people { color: #666; }
            </style>
            """);
    html.append(
        "<p>%d of %,d pictures, drawn with the seed %d: what the captioner says, its confidence, and what people wrote.</p>%n"
            .formatted(Math.min(count, drawn.size()), drawn.size(), seed));
    for (CaptionReport.Result result : drawn.subList(0, Math.min(count, drawn.size()))) {
      Path file = result.picture().file();
      html.append("<figure><img alt=\"\" src=\"data:;base64,")
          .append(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
          .append("\"><figcaption><p class=\"said\">")
          .append(escaped(result.caption().text()))
          .append(String.format(Locale.ROOT, " <small>%.2f</small>", result.caption().confidence()))
          .append("</p><p class=\"people\">");
      result.picture().captions().forEach(said -> html.append(escaped(said)).append("<br>"));
      html.append("</p></figcaption></figure>\n");
    }
    return html.append("</html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
