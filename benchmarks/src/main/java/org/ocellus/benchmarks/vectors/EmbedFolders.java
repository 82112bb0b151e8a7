package org.ocellus.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.image.RgbImage;
import org.ocellus.index.NpyWriter;
import org.ocellus.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Real vectors for the other benchmarks: the embedding of every picture below some folders. */
@Command(
    name = "embed",
    description = {
      "Writes the embedding of each picture below folders to a NumPy file: float32, one row a"
          + " picture, in the order of their paths, not scaled to unit length; with --crops, its"
          + " crops follow each.",
      "For instance Tiny-ImageNet (http://cs231n.stanford.edu/tiny-imagenet-200.zip): its 100,000"
          + " training pictures to index, its 10,000 validation pictures to ask with."
    },
    mixinStandardHelpOptions = true)
public final class EmbedFolders implements Callable<Integer> {
  /** Pictures that the network sees at once. */
  private static final int BATCH = 64;

  /** Shares of a picture's area that its crops have. */
  private static final double SMALLEST = 0.3;

  private static final double LARGEST = 0.9;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders of pictures")
  private List<Path> folders = List.of();

  @Option(names = "--out", required = true, paramLabel = "FILE.npy", description = "to be written")
  private Path out;

  @Option(
      names = "--crops",
      paramLabel = "N",
      description = "how many random crops of each, of 30 to 90 % of its area; none unless said")
  private int crops;

  @Option(names = "--model", paramLabel = "FOLDER", description = "the shipped one unless said")
  private @Nullable Path modelFolder;

  @Override
  public Integer call() throws IOException {
    List<Path> pictures = Pictures.below(folders);
    ImageDecoder decoder = new ImageDecoder();
    try (Model model = modelFolder == null ? Model.bundled(1) : Model.open(modelFolder, 1);
        NpyWriter writer = new NpyWriter(out, model.dimension())) {
      int written = Rows.write(pictures, batch -> embedded(model, decoder, batch), writer);
      System.out.printf("%s: %d × %d, model %s%n", out, written, model.dimension(), model.name());
    }
    return 0;
  }

  private List<float[]> embedded(Model model, ImageDecoder decoder, List<Path> files)
      throws IOException {
    List<RgbImage> views = new ArrayList<>();
    for (Path file : files) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        RgbImage picture = model.preprocessing().decode(decoder, bytes, file.toString());
        views.add(picture);
        Random random = new Random(file.getFileName().toString().hashCode());
        for (int i = 0; i < crops; i++) {
          views.add(crop(picture, random));
        }
      } catch (ImageDecodingException e) {
        System.err.println(e.getMessage());
      }
    }
    List<float[]> vectors = new ArrayList<>();
    for (int from = 0; from < views.size(); from += BATCH) {
      vectors.addAll(
          model.encoder().embed(views.subList(from, Math.min(from + BATCH, views.size()))));
    }
    return vectors;
  }

  private static RgbImage crop(RgbImage picture, Random random) {
    double side = Math.sqrt(random.nextDouble(SMALLEST, LARGEST));
    int width = Math.max(1, (int) Math.round(side * picture.width()));
    int height = Math.max(1, (int) Math.round(side * picture.height()));
    return picture.crop(
        random.nextInt(picture.width() - width + 1),
        random.nextInt(picture.height() - height + 1),
        width,
        height);
  }
}
