package org.ocellus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Resize;
import org.ocellus.image.RgbImage;
import org.ocellus.index.Vectors;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What reduced-scale JPEG decoding costs and saves: the cosine between the embeddings of each
 * picture decoded in full and at the smallest scale still twice the network's size, and the time of
 * both, taken in turn.
 */
@Command(
    name = "reduced-decoding",
    description = "Compares embeddings of JPEGs decoded in full and at a reduced scale.",
    mixinStandardHelpOptions = true)
final class ReducedDecoding implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "a folder of JPEG photographs")
  private @Nullable Path folder;

  @Option(names = "--model", paramLabel = "FOLDER", description = "the shipped one unless said")
  private @Nullable Path modelFolder;

  @Override
  public Integer call() throws IOException {
    Path root = Objects.requireNonNull(folder);
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(ReducedDecoding::isJpeg).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new NoSuchFileException(root.toString(), null, "holds no JPEG");
    }
    try (Model model = modelFolder == null ? Model.bundled() : Model.open(modelFolder)) {
      measure(model, files);
    }
    return 0;
  }

  private static void measure(Model model, List<Path> files) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    // As Preprocessing.decode has it.
    int edge = 2 * model.preprocessing().resize().map(Resize::targetEdge).orElse(0);
    List<Double> cosines = new ArrayList<>();
    long full = 0;
    long reduced = 0;
    double megapixels = 0;
    int smaller = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      long start = System.nanoTime();
      RgbImage whole = decoder.decode(bytes, file.toString());
      long between = System.nanoTime();
      RgbImage small = decoder.decode(bytes, file.toString(), edge);
      reduced += System.nanoTime() - between;
      full += between - start;
      megapixels += whole.width() * whole.height() / 1e6;
      if (small.width() < whole.width()) {
        smaller++;
        List<float[]> pair = model.encoder().embed(List.of(whole, small));
        cosines.add(
            Vectors.dot(
                Vectors.unit(pair.get(0), file.toString()),
                Vectors.unit(pair.get(1), file.toString())));
      }
    }
    Collections.sort(cosines);
    System.out.printf("%s%nmodel %s%n", BenchCommand.machine(), model.name());
    System.out.printf(
        "%d JPEGs, %.1f megapixels on average, %d of them decoded smaller%n",
        files.size(), megapixels / files.size(), smaller);
    System.out.printf(
        "decoding: full %.1f ms, reduced %.1f ms a picture%n",
        full / 1e6 / files.size(), reduced / 1e6 / files.size());
    if (!cosines.isEmpty()) {
      System.out.printf(
          "cosine of the two embeddings: least %.4f, median %.4f, at least 0.995 in %d of %d%n",
          cosines.get(0),
          cosines.get(cosines.size() / 2),
          cosines.stream().filter(cosine -> cosine >= 0.995).count(),
          cosines.size());
    }
  }

  private static boolean isJpeg(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g");
  }
}
