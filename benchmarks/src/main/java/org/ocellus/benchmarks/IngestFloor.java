package org.ocellus.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.util.IOUtils;
import org.ocellus.VisualIndex;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.ImageDecodingException;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.index.Picture;
import org.ocellus.ingest.Ingest;
import org.ocellus.model.Model;

/**
 * The processor time, in seconds, that a picture costs at least: that of one thread which does one
 * thing to a thousand pictures, once the compiler has seen it.
 */
record IngestFloor(double decode, double preprocessing, double network, double index) {
  private static final int COUNT = 1000;

  double seconds() {
    return decode + preprocessing + network + index;
  }

  /** In milliseconds, as cells of a table. */
  String cells() {
    return String.format(
        Locale.ROOT,
        "%.2f | %.2f | %.2f | %.2f",
        1e3 * decode,
        1e3 * preprocessing,
        1e3 * network,
        1e3 * index);
  }

  static IngestFloor of(List<Path> pictures) throws IOException {
    IngestFloor cold = measure(pictures.subList(0, Math.min(COUNT, pictures.size())));
    IngestFloor warm = measure(pictures.subList(0, Math.min(COUNT, pictures.size())));
    return warm.seconds() < cold.seconds() ? warm : cold;
  }

  private static IngestFloor measure(List<Path> files) throws IOException {
    Path folder = Files.createTempDirectory("ocellus-bench");
    try (Model model = Model.bundled(1);
        VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      List<byte[]> read = new ArrayList<>();
      for (Path file : files) {
        read.add(Files.readAllBytes(file));
      }
      ImageDecoder decoder = new ImageDecoder();
      List<RgbImage> images = new ArrayList<>();
      double decode =
          seconds(
              () -> {
                for (int i = 0; i < files.size(); i++) {
                  String name = files.get(i).toString();
                  try {
                    images.add(model.preprocessing().decode(decoder, read.get(i), name));
                  } catch (ImageDecodingException e) {
                    System.err.println(e.getMessage());
                  }
                }
              });
      List<Tensor> tensors = new ArrayList<>();
      double preprocessing =
          seconds(() -> images.forEach(image -> tensors.add(model.preprocessing().apply(image))));
      int batch = Ingest.of(files.get(0)).batch();
      List<float[]> vectors = new ArrayList<>();
      double network =
          seconds(
              () -> {
                for (int from = 0; from < tensors.size(); from += batch) {
                  model
                      .predict(tensors.subList(from, Math.min(from + batch, tensors.size())))
                      .forEach(seen -> vectors.add(seen.embedding()));
                }
              });
      double indexing =
          seconds(
              () -> {
                for (int i = 0; i < vectors.size(); i++) {
                  index.add(Picture.ofVector(Integer.toString(i), vectors.get(i)));
                }
                index.commit();
              });
      int count = images.size();
      return new IngestFloor(
          decode / count, preprocessing / count, network / count, indexing / count);
    } finally {
      IOUtils.rm(folder);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double seconds(Work work) throws IOException {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
  }
}
