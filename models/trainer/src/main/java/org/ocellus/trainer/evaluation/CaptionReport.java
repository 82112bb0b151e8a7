package org.ocellus.trainer.evaluation;

import java.util.List;
import java.util.Locale;
import org.ocellus.model.Caption;
import org.ocellus.model.Generation;
import org.ocellus.trainer.caption.CaptionScores;
import org.ocellus.trainer.data.CaptionedPicture;

/**
 * What a captioner said of pictures that people have described.
 *
 * @param generation how sentences were searched for
 * @param scores of all its sentences
 * @param results picture by picture
 * @param skipped pictures that could not be read
 * @param picturesPerSecond reading and preprocessing included
 */
public record CaptionReport(
    Generation generation,
    CaptionScores scores,
    List<Result> results,
    int skipped,
    double picturesPerSecond) {

  /** What was said of a picture. */
  public record Result(CaptionedPicture picture, Caption caption) {}

  /** Copies the list. */
  public CaptionReport {
    results = List.copyOf(results);
  }

  /** The heading of a table of {@link #toMarkdownRow rows}. */
  public static String markdownHeading() {
    return """
        | search | pictures | BLEU-1 | BLEU-2 | BLEU-3 | BLEU-4 | ROUGE-L | CIDEr-D | pictures/s |
        |---|---|---|---|---|---|---|---|---|
        """;
  }

  /** A row of a table. */
  public String toMarkdownRow() {
    String search =
        generation.beams() == 1
            ? "greedy"
            : "%d beams, length penalty %s"
                .formatted(generation.beams(), generation.lengthPenalty());
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
        search,
        results.size(),
        scores.bleu1(),
        scores.bleu2(),
        scores.bleu3(),
        scores.bleu4(),
        scores.rougeL(),
        scores.ciderD(),
        picturesPerSecond);
  }
}
