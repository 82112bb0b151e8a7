package org.ocellus.trainer.quantisation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What int8 costs and gains, measured on this machine. Rates are shares from 0 to 1.
 *
 * @param layers how many convolutions and matrix products compute in int8
 * @param calibrated pictures that the ranges were taken from
 * @param pictures other pictures, which were measured on
 * @param skipped pictures that could not be read
 * @param bytes the size of both graphs
 * @param millis the median time of a picture in a batch of eight on one thread, preprocessing apart
 * @param sameClass how often both name the same class first; null if the model knows no classes
 * @param accuracy null if no picture's label is one of the model's classes
 * @param embeddings null if the model makes none
 */
public record Int8Report(
    long layers,
    int calibrated,
    int pictures,
    int skipped,
    Pair bytes,
    Pair millis,
    @Nullable Double sameClass,
    @Nullable Accuracy accuracy,
    @Nullable Embeddings embeddings) {

  /** A figure of the float32 and of the int8 network. */
  public record Pair(double float32, double int8) {}

  /**
   * How often the first class is right.
   *
   * @param labelled pictures whose label the model knows
   * @param share of these
   */
  public record Accuracy(int labelled, Pair share) {}

  /**
   * How alike the embeddings are.
   *
   * @param mean of the cosines of a picture's two embeddings
   * @param least of them
   * @param neighbours of the {@code depth} pictures nearest to each by float32's cosine, the share
   *     that is among as many nearest by int8's
   * @param depth 10, or all others where there are fewer
   */
  public record Embeddings(double mean, double least, double neighbours, int depth) {}

  /** A table in Markdown. */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder("| | float32 | int8 |\n|---|---|---|\n");
    row(table, "| `model.onnx` | %.2f MB | %.2f MB |", bytes.float32() / 1e6, bytes.int8() / 1e6);
    row(
        table,
        "| a picture, one thread | %.2f ms | %.2f ms, %.1f times as fast |",
        millis.float32(),
        millis.int8(),
        millis.float32() / millis.int8());
    if (accuracy != null) {
      row(
          table,
          "| accuracy, %,d pictures | %.2f %% | %.2f %% |",
          accuracy.labelled(),
          100 * accuracy.share().float32(),
          100 * accuracy.share().int8());
    }
    if (sameClass != null) {
      row(table, "| the same class first | | %.1f %% |", 100 * sameClass);
    }
    if (embeddings != null) {
      row(
          table,
          "| cosine with float32's embedding | | mean %.4f, least %.4f |",
          embeddings.mean(),
          embeddings.least());
      row(
          table,
          "| of the %d nearest by float32 | | %.1f %% |",
          embeddings.depth(),
          100 * embeddings.neighbours());
    }
    row(
        table,
        "%n%d layers compute in int8. Calibrated on %,d pictures, measured on %,d others%s, on %s.",
        layers,
        calibrated,
        pictures,
        skipped == 0 ? "" : ", %,d unreadable".formatted(skipped),
        System.getProperty("os.arch"));
    return table.toString();
  }

  private static void row(StringBuilder table, String format, Object... values) {
    table.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
