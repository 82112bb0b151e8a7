package org.ocellus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Random;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;

/** Measures the model that this process opens and nothing else, and prints a row. */
final class ModelCost {
  static final String HEADER =
      "| model | MB | input | embedding | classes | text | ms alone | ms in 16 | peak MB |\n"
          + "|---|---|---|---|---|---|---|---|---|";

  private static final int BATCH = 16;
  private static final int RUNS = 40;

  private ModelCost() {}

  /** Of the folder named, else of the shipped model. */
  public static void main(String[] args) throws IOException {
    try (Model model = args.length == 0 ? Model.bundled(1) : Model.open(Path.of(args[0]), 1)) {
      byte[] rgb = new byte[3 * 500 * 375];
      new Random(1).nextBytes(rgb);
      Tensor picture = model.preprocessing().apply(new RgbImage(500, 375, rgb));
      double alone = fastestMillis(model, picture, 1);
      double together = fastestMillis(model, picture, BATCH);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %d × %d | %d | %s | %s | %.2f | %.2f | %s |%n",
          model.name(),
          model.graph().length / 1e6,
          model.preprocessing().width(),
          model.preprocessing().height(),
          model.dimension(),
          model.classifies() ? Integer.toString(model.classNames().size()) : "",
          model.alignsPicturesWithText() ? "yes" : "",
          alone,
          together,
          peakMegabytes());
    }
  }

  /** A picture's share of the fastest run of so many. */
  private static double fastestMillis(Model model, Tensor picture, int pictures)
      throws IOException {
    double fastest = Double.POSITIVE_INFINITY;
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      model.predict(Collections.nCopies(pictures, picture));
      fastest = Math.min(fastest, (System.nanoTime() - start) / 1e6 / pictures);
    }
    return fastest;
  }

  private static String peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? "unknown"
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
            .map(String::valueOf)
            .findFirst()
            .orElse("unknown");
  }
}
