package org.ocellus.trainer.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ocellus.image.Preprocessing;
import org.ocellus.image.RgbImage;
import org.ocellus.image.Tensor;
import org.ocellus.trainer.data.Example;

/**
 * What a network says of pictures, read and preprocessed as the engine does it: several batches
 * side by side on all processors, so a network is best opened with one thread.
 */
final class PictureRun<T> {
  private static final int BATCH = 32;

  /**
   * A picture that could be read.
   *
   * @param example what is known of it
   * @param prediction what the network says of it
   * @param pixels as {@link RawPixels#of} gives them; empty if not asked for
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Seen<T>(Example example, T prediction, byte[] pixels) {}

  /** Says something of each picture; safe for use by several threads. */
  interface Network<T> {
    List<T> predict(List<Tensor> pictures) throws IOException;
  }

  private final Preprocessing preprocessing;
  private final Network<T> network;
  private final @Nullable RawPixels rawPixels;
  private final EvaluationListener listener;
  private final List<Example> examples;
  private final AtomicInteger done = new AtomicInteger();
  private final List<Seen<T>> seen;
  private final double seconds;

  /**
   * Runs the network.
   *
   * @param pixels whether raw pixels are wanted too
   * @throws IOException if it fails
   */
  PictureRun(
      Preprocessing preprocessing,
      Network<T> network,
      List<Example> examples,
      boolean pixels,
      EvaluationListener listener)
      throws IOException {
    this.preprocessing = preprocessing;
    this.network = network;
    this.examples = examples;
    this.listener = listener;
    rawPixels = pixels ? new RawPixels(preprocessing) : null;
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
  List<Seen<T>> seen() {
    return seen;
  }

  /** How many could not be read. */
  int skipped() {
    return examples.size() - seen.size();
  }

  double imagesPerSecond() {
    return seen.size() / seconds;
  }

  private List<Seen<T>> batch(int number) {
    int from = number * BATCH;
    List<Example> batch = examples.subList(from, Math.min(from + BATCH, examples.size()));
    List<Example> read = new ArrayList<>();
    List<Tensor> inputs = new ArrayList<>();
    List<byte[]> pixels = new ArrayList<>();
    for (Example example : batch) {
      try {
        RgbImage picture = example.content().decode(preprocessing);
        inputs.add(preprocessing.apply(picture));
        pixels.add(rawPixels == null ? new byte[0] : rawPixels.of(picture));
        read.add(example);
      } catch (IOException e) {
        listener.skipped(example.content().name(), e);
      }
    }
    try {
      List<T> predictions = inputs.isEmpty() ? List.of() : network.predict(inputs);
      listener.progress(done.addAndGet(batch.size()), examples.size());
      return IntStream.range(0, read.size())
          .mapToObj(i -> new Seen<>(read.get(i), predictions.get(i), pixels.get(i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
