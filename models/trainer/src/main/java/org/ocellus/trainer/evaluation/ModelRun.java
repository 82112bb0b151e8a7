package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.ocellus.image.ImageDecoder;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.model.Model;
import org.ocellus.model.Prediction;
import org.ocellus.trainer.data.Example;
import org.ocellus.trainer.data.PictureContent;
import org.ocellus.trainer.data.PictureFile;

/**
 * What a model says of pictures, read and preprocessed as the engine does it: several batches side
 * by side on all processors, so the model is best opened with one thread.
 */
final class ModelRun {
  private static final int BATCH = 32;
  private static final ImageDecoder DECODER = new ImageDecoder();

  /** A picture that could be read, what is known of it and what the model says of it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Seen(Example example, Prediction prediction, byte[] pixels) {}

  private final Model model;
  private final RawPixels rawPixels;
  private final EvaluationListener listener;
  private final List<Example> examples;
  private final AtomicInteger done = new AtomicInteger();
  private final List<Seen> seen;
  private final double seconds;

  /**
   * Runs the model.
   *
   * @throws IOException if the network fails
   */
  ModelRun(Model model, List<Example> examples, EvaluationListener listener) throws IOException {
    this.model = model;
    this.examples = examples;
    this.listener = listener;
    rawPixels = new RawPixels(model.preprocessing());
    long start = System.nanoTime();
    try {
      seen =
          IntStream.rangeClosed(0, (examples.size() - 1) / BATCH)
              .parallel()
              .mapToObj(this::batch)
              .flatMap(List::stream)
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    seconds = (System.nanoTime() - start) / 1e9;
  }

  /** The pictures that could be read, in their order. */
  List<Seen> seen() {
    return seen;
  }

  /** How many could not be read. */
  int skipped() {
    return examples.size() - seen.size();
  }

  double imagesPerSecond() {
    return seen.size() / seconds;
  }

  private List<Seen> batch(int number) {
    int from = number * BATCH;
    List<Example> batch = examples.subList(from, Math.min(from + BATCH, examples.size()));
    List<Example> read = new ArrayList<>();
    List<Tensor> inputs = new ArrayList<>();
    List<byte[]> pixels = new ArrayList<>();
    for (Example example : batch) {
      try {
        RgbImage picture = decode(example.content(), model.preprocessing());
        inputs.add(model.preprocessing().apply(picture));
        pixels.add(rawPixels.of(picture));
        read.add(example);
      } catch (IOException e) {
        listener.skipped(example.content().name(), e);
      }
    }
    try {
      List<Prediction> predictions = model.predict(inputs);
      listener.progress(done.addAndGet(batch.size()), examples.size());
      return IntStream.range(0, read.size())
          .mapToObj(i -> new Seen(read.get(i), predictions.get(i), pixels.get(i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the engine decodes it, perhaps at a reduced scale. */
  private static RgbImage decode(PictureContent content, Preprocessing preprocessing)
      throws IOException {
    return content instanceof PictureFile file
        ? preprocessing.decode(DECODER, ImageDecoder.read(file.path()), file.name())
        : content.decode();
  }
}
