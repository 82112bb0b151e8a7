package org.ocellus.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
          + " picture, in the order of their paths, not scaled to unit length.",
      "For instance Tiny-ImageNet (http://cs231n.stanford.edu/tiny-imagenet-200.zip): its 100,000"
          + " training pictures to index, its 10,000 validation pictures to ask with."
    },
    mixinStandardHelpOptions = true)
final class EmbedFolders implements Callable<Integer> {
  private static final int BATCH = 64;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders of pictures")
  private List<Path> folders = List.of();

  @Option(names = "--out", required = true, paramLabel = "FILE.npy", description = "to be written")
  private Path out;

  @Option(names = "--model", paramLabel = "FOLDER", description = "the shipped one unless said")
  private @Nullable Path modelFolder;

  @Override
  public Integer call() throws IOException {
    List<Path> pictures = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(EmbedFolders::isPicture).sorted().forEach(pictures::add);
      }
    }
    if (pictures.isEmpty()) {
      throw new NoSuchFileException(
          folders.toString(), null, "no picture there: unpack a data set, such as Tiny-ImageNet");
    }
    try (Model model = modelFolder == null ? Model.bundled(1) : Model.open(modelFolder, 1);
        NpyWriter writer = new NpyWriter(out, model.dimension())) {
      int written = embed(model, pictures, writer);
      System.out.printf("%s: %d × %d, model %s%n", out, written, model.dimension(), model.name());
    }
    return 0;
  }

  private static int embed(Model model, List<Path> pictures, NpyWriter writer) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    int written = 0;
    for (int from = 0; from < pictures.size(); from += BATCH) {
      List<RgbImage> batch = new ArrayList<>();
      for (Path file : pictures.subList(from, Math.min(from + BATCH, pictures.size()))) {
        try {
          byte[] bytes = Files.readAllBytes(file);
          batch.add(model.preprocessing().decode(decoder, bytes, file.toString()));
        } catch (ImageDecodingException e) {
          System.err.println(e.getMessage());
        }
      }
      if (!batch.isEmpty()) {
        for (float[] vector : model.encoder().embed(batch)) {
          writer.add(vector);
          written++;
        }
      }
    }
    return written;
  }

  private static boolean isPicture(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png|webp)");
  }
}
