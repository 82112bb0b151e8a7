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
    List<Path> some = new ArrayList<>();
    int count = Math.min(COUNT, pictures.size());
    for (int i = 0; i < count; i++) {
      some.add(pictures.get((int) ((long) i * pictures.size() / count)));
    }
    IngestFloor cold = measure(some);
    IngestFloor warm = measure(some);
    return warm.seconds() < cold.seconds() ? warm : cold;
  }

  private static IngestFloor measure(List<Path> files) throws IOException {
    Path folder = Files.createTempDirectory("ocellus-bench");
    try (Model model = Model.bundled(1);
        VisualIndex index = VisualIndex.open(folder.resolve("index"))) {
      int batch = Ingest.of(folder).batch();
      IngestFloor sum = new IngestFloor(0, 0, 0, 0);
      int count = 0;
      for (int from = 0; from < files.size(); from += batch) {
        List<RgbImage> images = new ArrayList<>();
        List<Path> part = files.subList(from, Math.min(from + batch, files.size()));
        sum = sum.plus(part, images, model, index);
        count += images.size();
      }
      double commit = seconds(index::commit);
      return new IngestFloor(
          sum.decode / count,
          sum.preprocessing / count,
          sum.network / count,
          (sum.index + commit) / count);
    } finally {
      IOUtils.rm(folder);
    }
  }

  /** With these pictures as well, one batch, which are left in the list. */
  private IngestFloor plus(List<Path> files, List<RgbImage> images, Model model, VisualIndex to)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    List<byte[]> read = new ArrayList<>();
    for (Path file : files) {
      read.add(Files.readAllBytes(file));
    }
    double decoding =
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
    double applying =
        seconds(() -> images.forEach(image -> tensors.add(model.preprocessing().apply(image))));
    List<float[]> vectors = new ArrayList<>();
    double seeing =
        seconds(() -> model.predict(tensors).forEach(seen -> vectors.add(seen.embedding())));
    double indexing =
        seconds(
            () -> {
              for (int i = 0; i < vectors.size(); i++) {
                to.add(Picture.ofVector(files.get(i).toString(), vectors.get(i)));
              }
            });
    return new IngestFloor(
        decode + decoding, preprocessing + applying, network + seeing, index + indexing);
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
